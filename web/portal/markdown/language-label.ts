const LABELS: Readonly<Record<string, string>> = {
  bash: 'Shell',
  console: 'Shell',
  sh: 'Shell',
  shell: 'Shell',
  go: 'Go',
  http: 'HTTP',
  js: 'JavaScript',
  json: 'JSON',
  php: 'PHP',
  py: 'Python',
  python: 'Python',
  ts: 'TypeScript',
  typescript: 'TypeScript',
};

/** What people call the language of a code block; `Text` where it names none. */
export function languageLabel(language: string): string {
  return LABELS[language] ?? (language || 'Text');
}
