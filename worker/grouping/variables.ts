import type { Event, Frame } from '../event/event.ts';
import type { FrameView } from './frame-view.ts';
import type { JudgedStacks } from './judge-stacks.ts';
import { mainStacktrace } from './stacks.ts';

/** The name in `{{ name }}`; null for any other text. */
export function variableName(part: string): string | null {
  return /^\{\{\s*([^\s{}]+)\s*\}\}$/.exec(part)?.[1] ?? null;
}

/** A title in which every variable became what it stands for. */
export function fillTitle(template: string, event: Event, stacks: JudgedStacks): string {
  return template.replaceAll(/\{\{\s*([^\s{}]+)\s*\}\}/g, (_written, name: string) => valueOf(name, event, stacks));
}

/** What a variable of a fingerprint stands for in an event. One that has no value says so, so that all such events are one. Source: sentry/src/sentry/grouping/fingerprinting/utils.py */
export function valueOf(name: string, event: Event, stacks: JudgedStacks): string {
  const exception = event.exception?.values.at(-1);
  switch (name) {
    case 'transaction':
      return event.transaction || '<no-transaction>';
    case 'message':
      return event.logentry?.formatted || event.logentry?.message || exception?.value || '<no-message>';
    case 'type':
    case 'error.type':
      return exception?.type || '<no-type>';
    case 'value':
    case 'error.value':
      return exception?.value || '<no-value>';
    case 'level':
      return event.level || '<no-level>';
    case 'logger':
      return event.logger || '<no-logger>';
    case 'function':
    case 'stack.function':
      return crashView(event, stacks)?.function || '<no-function>';
    case 'path':
    case 'stack.abs_path':
      return frameOf(event, stacks)?.abs_path || frameOf(event, stacks)?.filename || '<no-abs-path>';
    case 'stack.filename':
      return frameOf(event, stacks)?.filename || frameOf(event, stacks)?.abs_path || '<no-filename>';
    case 'module':
    case 'stack.module':
      return frameOf(event, stacks)?.module || '<no-module>';
    case 'package':
    case 'stack.package':
      return frameOf(event, stacks)?.package?.split(/[/\\]/).at(-1) || '<no-package>';
    default:
      return name.startsWith('tags.') ? tagOf(event, name.slice('tags.'.length)) : `<unrecognized-variable-${name}>`;
  }
}

function tagOf({ tags }: Event, key: string): string {
  return tags.find(([known]) => known === key)?.[1] ?? `<no-value-for-tag-${key}>`;
}

function frameOf(event: Event, stacks: JudgedStacks): Frame | undefined {
  return crashView(event, stacks)?.frame;
}

/** Newest frame of the app itself, else the newest, after the rules spoke. */
function crashView(event: Event, stacks: JudgedStacks): FrameView | undefined {
  const stack = mainStacktrace(event);
  const views = stack && stacks.get(stack)?.views;
  return views?.findLast(({ inApp }) => inApp) ?? views?.at(-1);
}
