import type { Event } from '../api/contract/event.ts';
import { readExceptions, readThreads, relationText } from './exceptions.ts';
import { readTrace, type SourceLine, type Trace, traceRows } from './frames.ts';
import { frameText, headline } from './trace-text.ts';
import { asFields, asLabel } from './value.ts';

/** Lines of source before and after the failing one. */
const linesAround = 3;
const maxLineCharacters = 200;
/** Of one trace: an endless recursion is told by its beginning. */
const maxRows = 40;

/** What broke, in few lines: each exception with the frames of one's own code, newest first, their source, and a line for the others. Null where an event has none. */
export function outlineOf(event: Event): string | null {
  for (const { type, data } of event.entries) {
    if (type === 'exception') {
      const exceptions = readExceptions(data);
      if (exceptions.length > 0) {
        return exceptions
          .map((exception) => {
            const relation = relationText(exception.relation);
            const head = relation === '' ? headline(exception) : `${relation}: ${headline(exception)}`;
            return [head, ...(exception.trace ? [outlineTrace(exception.trace, event.platform)] : [])].join('\n');
          })
          .join('\n\n');
      }
    }
    const trace = type === 'stacktrace' ? readTrace(data) : type === 'threads' ? (readThreads(data).find((thread) => thread.trace)?.trace ?? null) : null;
    if (trace) return outlineTrace(trace, event.platform);
    const message = type === 'message' ? asLabel(asFields(data)['formatted']) : null;
    if (message !== null) return message;
  }
  return null;
}

function outlineTrace(trace: Trace, platform: string): string {
  const rows = traceRows(trace, 'mine');
  const lines = rows.slice(0, maxRows).flatMap((row) => {
    if (row.kind === 'folded') return [`    … ${row.label}`];
    const times = row.times > 1 ? ` (${row.times} times in a row)` : '';
    return [`${frameText(row.frame, platform)}${times}`, ...sourceLines(row.frame.source)];
  });
  return [...lines, ...(rows.length > maxRows ? [`    … ${rows.length - maxRows} more lines`] : [])].join('\n');
}

/** `      > 9 | const region = …` */
function sourceLines(source: readonly SourceLine[]): string[] {
  const hit = source.findIndex(({ isHit }) => isHit);
  if (hit < 0) return [];
  return source
    .slice(Math.max(0, hit - linesAround), hit + linesAround + 1)
    .map(({ number, text, isHit }) => `        ${isHit ? '>' : ' '} ${number} | ${text.slice(0, maxLineCharacters).trimEnd()}`);
}
