import { useEffect, useRef, useState } from 'preact/hooks';
import type { SampleRequest } from '../samples/sample-request.ts';
import { SAMPLE_LANGUAGES } from '../samples/samples.ts';
import { Code } from './code.tsx';
import { CopyButton } from './copy-button.tsx';
import { readLanguage, rememberLanguage } from './sample-language.ts';

interface SampleTabsProps {
  readonly request: SampleRequest;
  readonly baseUrl: string;
}

/**
 * The request as a program, in the language that was chosen last. The style sheet shows one panel, so that the remembered
 * language is there at the first paint; without scripts it shows them all.
 */
export function SampleTabs({ request, baseUrl }: SampleTabsProps) {
  const [chosen, setChosen] = useState(SAMPLE_LANGUAGES[0]!.id);
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const remembered = readLanguage();
    if (SAMPLE_LANGUAGES.some(({ id }) => id === remembered)) setChosen(remembered!);
  }, []);
  const choose = (id: string) => {
    setChosen(id);
    rememberLanguage(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = SAMPLE_LANGUAGES.length - 1;
    const at = SAMPLE_LANGUAGES.findIndex(({ id }) => id === chosen);
    const targets: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const next = targets[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(SAMPLE_LANGUAGES[next]!.id);
    tabs.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <section class="samples" aria-labelledby="code-sample">
      <h2 id="code-sample">Code sample</h2>
      <div class="sample-tabs" role="tablist" aria-label="Language" ref={tabs} onKeyDown={onKeyDown}>
        {SAMPLE_LANGUAGES.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`sample-tab-${id}`}
            class="sample-tab"
            data-language={id}
            aria-selected={id === chosen}
            aria-controls={`sample-${id}`}
            tabIndex={id === chosen ? 0 : -1}
            onClick={() => choose(id)}
          >
            {label}
          </button>
        ))}
      </div>
      {SAMPLE_LANGUAGES.map(({ id, label, highlight, write }) => {
        const text = write(request, baseUrl);
        return (
          <div
            key={id}
            class="sample"
            role="tabpanel"
            id={`sample-${id}`}
            data-language={id}
            aria-labelledby={`sample-tab-${id}`}
          >
            <h3 class="sample-title">{label}</h3>
            <CopyButton text={text} what={`${label} sample`} />
            <Code text={text} language={highlight} label={`${label} sample`} fromServer />
          </div>
        );
      })}
    </section>
  );
}
