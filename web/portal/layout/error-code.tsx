import { Fragment } from 'preact';

/** An error code, which may break after its underscores where it stands narrow. */
export function ErrorCode({ code }: { readonly code: string }) {
  const [first, ...others] = code.split('_');
  return (
    <code>
      {first}
      {others.map((word, index) => (
        <Fragment key={index}>
          _<wbr />
          {word}
        </Fragment>
      ))}
    </code>
  );
}
