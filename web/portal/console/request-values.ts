import type { SampleRequest } from '../samples/sample-request.ts';
import type { ConsoleProps, RequestValues } from './console-props.ts';

/** The request that is sent for these values: path and query percent-encoded, what is empty left out. */
export function toRequest(
  props: Pick<ConsoleProps, 'method' | 'endpoint' | 'access' | 'file'>,
  values: RequestValues,
): SampleRequest {
  const { method, endpoint, access, file } = props;
  return {
    method,
    access,
    path: endpoint.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.path[name] ?? '')),
    query: filledIn(values.query)
      // A comma separates the values of a list, and reads better as it is.
      .map(
        ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replaceAll('%2C', ',')}`,
      )
      .join('&'),
    headers: Object.fromEntries(filledIn(values.headers)),
    ...(values.body === undefined ? {} : { body: values.body }),
    ...(values.form === undefined ? {} : { form: values.form }),
    ...(file === undefined ? {} : { savesAs: `answer.${file.split('/')[1]!.replace('*', 'bin')}` }),
  };
}

function filledIn(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values).filter(([, value]) => value !== '');
}
