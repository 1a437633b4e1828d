import type { SharedIssue } from '../../worker/api/contract/share.ts';
import { readExceptions } from '../../worker/reading/exceptions.ts';
import type { Exception } from '../../worker/reading/exceptions.ts';

/** The exceptions of a shared event as the page of an issue shows them. */
export function sharedExceptions({ latestEvent }: Pick<SharedIssue, 'latestEvent'>): Exception[] {
  const values = (latestEvent?.exceptions ?? []).map((exception) => ({ ...exception, mechanism: { handled: exception.handled } }));
  return readExceptions({ values });
}

/** What a shared issue is called, in two strengths: the type of the error and what it said. A message has only the first. */
export function sharedWords({ title, latestEvent }: Pick<SharedIssue, 'title' | 'latestEvent'>): { name: string; value: string } {
  const types = latestEvent?.exceptions.flatMap(({ type }) => type ?? []) ?? [];
  const type = types.find((one) => title === one || title.startsWith(`${one}: `));
  if (type === undefined) return { name: title.trim() === '' ? '(No message)' : title, value: '' };
  return { name: type, value: title.slice(type.length + 2) };
}
