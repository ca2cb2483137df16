import type { FormPart } from '../model/open-api.ts';
import { quoteForShell, writeFormOptions } from './curl.ts';

/** A request that is already signed. */
export interface SignedCall {
  readonly method: string;
  /** Whole, with its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly form?: readonly FormPart[] | undefined;
}

/** The command that sends exactly this request, with its headers as they were computed. */
export function writeOneShotCurl({ method, url, headers, body, form = [] }: SignedCall): string {
  return [
    `curl --include --request ${method} ${quoteForShell(url)}`,
    ...Object.entries(headers).map(([name, value]) => `  --header ${quoteForShell(`${name}: ${value}`)}`),
    ...writeFormOptions(form).map((option) => `  ${option}`),
    ...(body === undefined ? [] : [`  --data-raw ${quoteForShell(body)}`]),
  ].join(' \\\n');
}
