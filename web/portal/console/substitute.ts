import type { RequestValues } from './console-props.ts';

/** By what stands in the examples: what stands for it in the demo workspace. */
export type Substitutions = Readonly<Record<string, string>>;

/** Values with every text that the examples have replaced by the demo's own. */
export function substituteValues(values: RequestValues, substitutions: Substitutions): RequestValues {
  const parameters = (of: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [name, replace(value, substitutions)]));
  return {
    path: parameters(values.path),
    query: parameters(values.query),
    headers: parameters(values.headers),
    ...(values.body === undefined ? {} : { body: substituteText(values.body, substitutions) }),
    ...(values.form === undefined ? {} : { form: values.form }),
  };
}

/** The strings of a JSON text, its keys aside, replaced one by one, so that everything else stays as it was typed. */
function substituteText(json: string, substitutions: Substitutions): string {
  return json.replaceAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g, (whole, literal: string, colon?: string) => {
    if (colon) return whole;
    try {
      const text: string = JSON.parse(literal);
      const replaced = replace(text, substitutions);
      return replaced === text ? literal : JSON.stringify(replaced);
    } catch {
      return literal;
    }
  });
}

function replace(text: string, substitutions: Substitutions): string {
  return Object.hasOwn(substitutions, text) ? substitutions[text]! : text;
}
