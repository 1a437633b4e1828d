import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '|cmd',
  '%x',
  '\uFEFF=1',
  '\u200B=1',
  '\u202E=1',
  '\0=1',
  '\uFF1D1',
  '\uFF0B1',
  '\uFF0D1',
  '\uFF20x',
  ' \u00AD\uFF1D1',
])('shows %j as the text that it is', (value) => {
  expect(csvLine([value]).replaceAll(/["\r\n]/g, '')).toBe(`'${value.replaceAll(/[\r\n]/g, '')}`);
});

it('leaves other texts and numbers alone', () => {
  expect(csvLine(['a=b', 'x - y', -1, true, null, 'say "no", please', ''])).toBe('a=b,x - y,-1,true,,"say ""no"", please",\r\n');
});
