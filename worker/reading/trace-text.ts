import { relationText } from './exceptions.ts';
import type { Exception } from './exceptions.ts';
import type { Frame, Trace } from './frames.ts';

/** Exceptions and their traces as the platform's own runtime would print them: to copy, to search for, and as the raw view. */
export function exceptionsAsText(exceptions: readonly Exception[], platform: string): string {
  // Python prints causes first and the newest frame last; all others start with what broke.
  if (platform === 'python') return exceptions.toReversed().map(pythonText).join('\n\n');
  return exceptions.map((exception) => exceptionText(exception, platform)).join('\n');
}

export function traceAsText(trace: Trace, platform: string): string {
  if (platform === 'python') return pythonFrames(trace);
  return trace.frames.map((frame) => frameText(frame, platform)).join('\n');
}

/** `shop.TaxRateMissing: no tax rate` */
export function headline(exception: Exception): string {
  return exception.value === null ? exception.type : `${exception.type}: ${exception.value}`;
}

function exceptionText(exception: Exception, platform: string): string {
  const prefix = exception.relation === 'first' ? '' : `${capitalize(relationText(exception.relation))}: `;
  const name = platform === 'java' && exception.module !== null ? `${exception.module}.${headline(exception)}` : headline(exception);
  return [prefix + name, ...(exception.trace === null ? [] : [traceAsText(exception.trace, platform)])].join('\n');
}

function pythonText(exception: Exception): string {
  const name = exception.module === null || exception.module === 'builtins' ? headline(exception) : `${exception.module}.${headline(exception)}`;
  const lines = exception.trace === null ? [name] : ['Traceback (most recent call last):', pythonFrames(exception.trace), name];
  // In Python's order the cause stands before what it caused, so the sentence belongs under the cause.
  if (exception.relation === 'cause') lines.push('', 'The above exception was the direct cause of the following exception:');
  if (exception.relation === 'context') lines.push('', 'During handling of the above exception, another exception occurred:');
  return lines.join('\n');
}

function pythonFrames(trace: Trace): string {
  return trace.frames
    .toReversed()
    .map((frame) => {
      const head = `  File "${frame.absolutePath ?? frame.place}"${frame.line === null ? '' : `, line ${frame.line}`}, in ${frame.function ?? '?'}`;
      const hit = frame.source.find((line) => line.isHit);
      return hit === undefined ? head : `${head}\n    ${hit.text.trim()}`;
    })
    .join('\n');
}

/** One frame, on one line. */
export function frameText(frame: Frame, platform: string): string {
  const position = [frame.line, frame.column].filter((number) => number !== null).join(':');
  const place = position === '' ? frame.place : `${frame.place}:${position}`;
  if (platform === 'java')
    return `    at ${[frame.module, frame.function ?? '?'].filter((part) => part !== null).join('.')}(${frame.line === null ? frame.place : `${frame.place}:${frame.line}`})`;
  if (platform === 'native' || platform === 'cocoa')
    return `    ${frame.index}  ${frame.package ?? ''}  ${frame.address ?? ''}  ${frame.function ?? '?'}${frame.line === null ? '' : ` (${place})`}`;
  return frame.function === null ? `    at ${place}` : `    at ${frame.function} (${place})`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
