import { writeCurl } from './curl.ts';
import { writeGo } from './go.ts';
import { writePhp } from './php.ts';
import { writePython } from './python.ts';
import type { SampleRequest } from './sample-request.ts';
import { writeTypeScript } from './typescript.ts';

/** A language that samples are written in. */
export interface SampleLanguage {
  readonly id: string;
  /** As people write it. */
  readonly label: string;
  /** The language that its highlighting knows. */
  readonly highlight: string;
  /** What a file of it is called. */
  readonly file: string;
  /** A whole program that makes a request, with its credentials from the environment. */
  write(request: SampleRequest, baseUrl: string): string;
}

/** Every language, the one that needs the least first. */
export const SAMPLE_LANGUAGES: readonly SampleLanguage[] = [
  { id: 'curl', label: 'curl', highlight: 'bash', file: 'sample.sh', write: writeCurl },
  {
    id: 'typescript',
    label: 'TypeScript',
    highlight: 'typescript',
    file: 'sample.ts',
    write: writeTypeScript,
  },
  { id: 'python', label: 'Python', highlight: 'python', file: 'sample.py', write: writePython },
  { id: 'php', label: 'PHP', highlight: 'php', file: 'sample.php', write: writePhp },
  { id: 'go', label: 'Go', highlight: 'go', file: 'sample.go', write: writeGo },
];
