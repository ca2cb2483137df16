import { useState } from 'preact/hooks';
import { copyText } from '../client/clipboard.ts';

const SHOWN = 2000;

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: `curl sample`. */
  readonly what: string;
}

/** Copies a text, and says that it did. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [result, setResult] = useState('');
  const copy = async () => {
    setResult(
      await copyText(text).then(
        () => 'Copied',
        () => 'Not copied',
      ),
    );
    setTimeout(() => setResult(''), SHOWN);
  };
  return (
    <span class="copy">
      <button type="button" class="button-quiet" onClick={copy}>
        {result || 'Copy'} <span class="visually-hidden">{what}</span>
      </button>
      <span class="visually-hidden" role="status">
        {result && `${result}.`}
      </span>
    </span>
  );
}
