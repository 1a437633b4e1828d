/** A line of a log, as a breadcrumb. */
export interface LogCrumb {
  /** Unix seconds. */
  timestamp?: number;
  category?: string;
  message: string;
}

/**
 * The last lines of a log of the engine. The first line of the file has when it was opened, in local time; later ones have a time of their own, in UTC. `isFromStart` says
 * whether `text` begins where the file does.
 *
 *     Log file open, 10/29/18 17:56:37
 *     [2018.10.29-16.56.38:332][  0]LogGameplayTags: Display: …
 *
 * Source: https://github.com/getsentry/symbolic/blob/master/symbolic-unreal/src/logs.rs
 */
export function readLog(text: string, maxLines: number, isFromStart: boolean): LogCrumb[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const openedAt = isFromStart ? openingTime(lines[0] ?? '') : undefined;
  // The first line is a title, or the end of one that was cut.
  const crumbs = lines.slice(Math.max(1, lines.length - maxLines)).map(readLine);
  // A line without a time of its own belongs to the one behind it, else to when the file was opened.
  let next = openedAt;
  for (const crumb of crumbs.toReversed()) {
    next = crumb.timestamp ?? next;
    if (next !== undefined) crumb.timestamp = next;
  }
  return crumbs;
}

const maxMessageCharacters = 8_192;

function readLine(line: string): LogCrumb {
  const [head = '', date, hour = '', minute = '', second = '', milliseconds = ''] =
    /^\[(\d{4}\.\d\d\.\d\d)-(\d\d)\.(\d\d)\.(\d\d):(\d{3})\](?:\[[ \d]{0,10}\])?/.exec(line) ?? [];
  const timestamp = date === undefined ? undefined : secondsOf(`${date.replaceAll('.', '-')}T${hour}:${minute}:${second}.${milliseconds}Z`);
  const rest = line.slice(head.length).trimStart();
  const category = /^([A-Za-z]\w{0,63}): /.exec(rest)?.[1];
  const message = (category === undefined ? rest : rest.slice(category.length + 2)).slice(0, maxMessageCharacters);
  return { ...(timestamp === undefined ? {} : { timestamp }), ...(category === undefined ? {} : { category }), message };
}

/** In the American order. No offset is said, so that it counts as UTC. */
function openingTime(line: string): number | undefined {
  const [, month, day, year, time] = /Log file open, (\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)$/.exec(line) ?? [];
  return month === undefined ? undefined : secondsOf(`20${year}-${month}-${day}T${time}Z`);
}

function secondsOf(time: string): number | undefined {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
