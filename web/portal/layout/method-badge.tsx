/** The method of an endpoint, in its color: `POST`. */
export function MethodBadge({ method }: { readonly method: string }) {
  return <span class={`method method-${method.toLowerCase()}`}>{method}</span>;
}
