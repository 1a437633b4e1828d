import type { Event, Frame } from '../event/event.ts';

/** What rules look at. */
export interface Facts {
  /** Of each frame every name that its file has, with `/`, in lower case. No text twice. */
  paths: readonly string[];
  /** As written and without a slash in front, of frames that are not known to be of a library. */
  ownPaths: readonly string[];
  /** In lower case, as the next. */
  modules: readonly string[];
  url: string | undefined;
  /** No key of an event stands twice, but a user may also be asked for as `user.email`. */
  valuesOf: (tag: string) => readonly string[];
}

/** Of a deep recursion only the frames nearest to the crash are looked at. */
const maxFrames = 250;

export function factsOf(event: Event): Facts {
  const frames = framesOf(event).slice(-maxFrames);
  return {
    paths: unique(frames.flatMap((frame) => pathsOf(frame, event.platform).map(lowerCase))),
    ownPaths: unique(frames.filter((frame) => frame.in_app !== false).flatMap((frame) => pathsOf(frame, event.platform).map(fromRoot))),
    modules: unique(frames.flatMap(({ module }) => (module === undefined ? [] : lowerCase(module)))),
    url: event.request?.url?.toLowerCase(),
    valuesOf: (tag) => [...event.tags.flatMap(([key, value]) => (key === tag ? [value] : [])), ...valuesOfUser(event, tag)],
  };
}

/** What is known of an event before it is there, such as the file of its one frame. */
export interface Parts {
  path?: string | undefined;
  module?: string | undefined;
  url?: string | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
}

export function factsOfParts({ path, module, url, tags = {} }: Parts): Facts {
  const paths = path === undefined || path === '' ? [] : [plainPath(path)];
  return {
    paths: paths.map(lowerCase),
    ownPaths: paths.map(fromRoot),
    modules: module === undefined ? [] : [lowerCase(module)],
    url: url?.toLowerCase(),
    valuesOf: (tag) => Object.entries(tags).flatMap(([key, value]) => (key === tag ? [value] : [])),
  };
}

/** A path from the root of the code, as far as can be told: without what says that it begins there or here. */
export function fromRoot(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '');
}

/** Those of the exceptions, or else of the event itself, or else of the thread that crashed. */
function framesOf({ exception, stacktrace, threads }: Event): readonly Frame[] {
  const ofExceptions = (exception?.values ?? []).flatMap((one) => one.stacktrace?.frames ?? []);
  if (ofExceptions.length > 0) return ofExceptions;
  if (stacktrace) return stacktrace.frames;
  const all = threads?.values ?? [];
  const crashed = all.filter((thread) => thread.crashed);
  return (crashed.length > 0 ? crashed : all).flatMap((thread) => thread.stacktrace?.frames ?? []);
}

function pathsOf(frame: Frame, platform: string): string[] {
  return [pathOfModule(frame, frame.platform ?? platform), frame.filename, frame.abs_path].flatMap((path) => (path === undefined ? [] : [plainPath(path)]));
}

/** Java and its kin name a file without its folder, which the module tells. */
function pathOfModule({ filename, module }: Frame, platform: string): string | undefined {
  if (platform !== 'java' || !filename || !module || filename.includes('/')) return undefined;
  return [...module.split('$', 1).join('').split('.').slice(0, -1), filename].join('/');
}

function plainPath(path: string): string {
  return path.replaceAll('\\', '/');
}

/** `user.email` and the like. */
function valuesOfUser({ user }: Event, tag: string): string[] {
  if (!user || !tag.startsWith('user.')) return [];
  const value = Object.entries({ ...user.data, ...user }).find(([key]) => tag === `user.${key}`)?.[1];
  return typeof value === 'string' ? [value] : [];
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
