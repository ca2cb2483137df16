import { type Figure, type Result, reaches } from './comparison.ts';

function format(value: number): string {
  if (Number.isNaN(value)) return '-';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

function describeMark(figure: Figure): string {
  if (figure.mark === undefined) return '';
  const wanted =
    'atLeast' in figure.mark ? `at least ${figure.mark.atLeast}` : `at most ${figure.mark.atMost}`;
  return `${wanted}: ${reaches(figure) ? 'reached' : 'missed'}`;
}

/** A result for reading: a table for each setting. */
export function describeResult({ findings, notes }: Result): string {
  const lines: string[] = [];
  for (const { setting, figures } of findings) {
    lines.push('', setting);
    const width = Math.max(...figures.map(({ name }) => name.length));
    lines.push(`  ${''.padEnd(width)}  ${['min', 'median', 'max'].map((word) => word.padStart(9)).join('')}`);
    for (const figure of figures) {
      const { min, median, max } = figure.spread;
      const numbers = [min, median, max].map((value) => format(value).padStart(9)).join('');
      const rest = [figure.unit ?? '', describeMark(figure)].filter(Boolean).join('  ');
      lines.push(`  ${figure.name.padEnd(width)}  ${numbers}  ${rest}`.trimEnd());
    }
  }
  if (notes.length > 0) lines.push('', ...notes);
  return lines.join('\n');
}
