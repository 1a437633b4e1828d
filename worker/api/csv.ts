/**
 * A line of CSV as RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe before it, by which they show it as text: what stands in an
 * event is written by strangers. So does one that begins with what no eye sees, which some leave out, or with the wide forms that East Asian spreadsheets take for the same.
 */
export function csvLine(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]|^[\t\r]/u;
