/** What the API says about a rule, with the place that it names. Lines and columns count from 1. */
export interface RuleFault {
  line: number;
  column: number;
  message: string;
}

/** A fault that names no place is about the whole text: it stands at its first line. */
export function readRuleFaults(faults: readonly string[]): RuleFault[] {
  return faults.map((fault) => {
    const [, line, column, message] = /^Line (\d+), column (\d+): (.*)$/s.exec(fault) ?? [];
    return message === undefined ? { line: 1, column: 1, message: fault } : { line: Number(line), column: Number(column), message };
  });
}

/** Where a line and column are in a text, in UTF-16 units; the end of the text where it is shorter. */
export function offsetOf(text: string, { line, column }: Pick<RuleFault, 'line' | 'column'>): number {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return Math.min(start + column - 1, text.length);
}
