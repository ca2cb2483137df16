import { describe, expect, it } from 'vitest';
import { formatCsvRow } from './csv.ts';

describe('formatCsvRow', () => {
  it('joins cells by commas, leaves out what is null and ends by CRLF', () => {
    expect(formatCsvRow(['2026-01-31', null, '-250.00'])).toBe('2026-01-31,,-250.00\r\n');
  });

  it('quotes what would be read as more than one cell', () => {
    expect(formatCsvRow(['a,b', 'say "hi"', 'two\nlines', ' edge '])).toBe(
      '"a,b","say ""hi""","two\nlines"," edge "\r\n',
    );
  });

  it('keeps a spreadsheet from running a text, and numbers as numbers', () => {
    expect(formatCsvRow(['=1+1', '+49 30', '-5', '@sum', '-x', '\tx'])).toBe(
      `'=1+1,'+49 30,-5,'@sum,'-x,'\tx\r\n`,
    );
  });
});
