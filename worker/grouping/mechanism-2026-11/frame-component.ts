import { type Component, component } from '../component.ts';
import type { FrameView } from '../frame-view.ts';

/** What a frame adds to a hash: module or file name, function, source line. Never its position. Source: sentry/src/sentry/grouping/strategies/newstyle.py */
export function frameComponent(view: FrameView): Component {
  const line = contextLine(view);
  const module = moduleName(view);
  const file = fileName(view, module?.contributes === true);
  const name = functionName(view, line?.contributes === true);
  const parts = [module, file, name, line].filter((part) => part !== undefined);
  return component('frame', parts, view.family === 'javascript' && isForeign(view) ? 'ignored low quality JavaScript frame' : null);
}

/** Whether code came from the web, where addresses carry versions and hashes. */
export function isUrl(absPath: string | undefined): boolean {
  return absPath !== undefined && /^(?:https?|applewebdata|blob):/.test(absPath);
}

/** Code of the engine, or code out of a text: no two browsers tell it the same way. */
function isForeign({ frame }: FrameView): boolean {
  return frame.function === 'eval' || /^(?:\[native code\]|native code|eval code|<anonymous>)$/.test(frame.abs_path ?? '');
}

function leaf(id: string, value: string, excludedBecause: string | null = null): Component {
  return component(id, value === '' ? [] : [value], excludedBecause);
}

/** A value that was cleaned says so. */
function cleaned(id: string, value: string, written: string, hint: string): Component {
  return value === written ? leaf(id, value) : { ...leaf(id, value), hint };
}

function moduleName({ frame, platform, family }: FrameView): Component | undefined {
  const { module, abs_path: absPath } = frame;
  if (!module) return undefined;
  if (family === 'javascript' && module.includes('/') && absPath?.endsWith(module)) return leaf('module', module, 'ignored bad javascript module');
  if (platform !== 'java') return leaf('module', module);
  if (module.includes('$$Lambda$')) return leaf('module', module, 'ignored module because lambda');
  return cleaned('module', withoutGeneratedTail(module), module, 'removed generated parts');
}

/** Java frameworks and Clojure make classes at run time and number them. */
const generatedClass = /(\$\$\w{0,60}?CGLIB\$\$|\$\$_javassist(?:_seam)?_|\$fn__|\$\$?(?:EnhancerBy|FastClassBy)\w{1,40}\$\$?|\$HibernateProxy\$)\w+?(?=\$|$)/g;
const generatedAccessor = /(\bGenerated(?:Method|Constructor|SerializationConstructor)Accessor)\d+$/;

function withoutGeneratedTail(module: string): string {
  return module.replace(generatedAccessor, '$1<auto>').replaceAll(generatedClass, '$1<auto>');
}

function fileName({ frame, platform }: FrameView, hasModule: boolean): Component | undefined {
  const { filename, abs_path: absPath } = frame;
  if (!filename) return undefined;
  const base = filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1).toLowerCase();
  if (isUrl(absPath)) return leaf('filename', base, 'ignored because frame points to a URL');
  if (filename === '<anonymous>' || filename === '[native code]') return leaf('filename', base, 'anonymous filename discarded');
  if (hasModule) return leaf('filename', base, 'module takes precedence');
  return platform === 'java' ? cleaned('filename', base.replace(/(\$\$_javassist)\w*/, '$1<auto>'), base, 'cleaned javassist parts') : leaf('filename', base);
}

function functionName(view: FrameView, hasLine: boolean): Component | undefined {
  const name = view.function;
  if (name === undefined) return undefined;
  if (view.family === 'javascript') {
    if (hasLine && view.frame.data?.sourcemap) return leaf('function', name, 'ignored because sourcemap used and context line available');
    return javascriptName(name);
  }
  if (view.family === 'native') return leaf('function', name, name === '<redacted>' || name === '<unknown>' ? 'ignored unknown function' : null);
  switch (view.platform) {
    case 'ruby':
      return name.startsWith('block ')
        ? cleaned('function', 'block', name, 'ruby block')
        : cleaned('function', name.replace(/__\d{4,}_\d{4,}$/, ''), name, 'removed generated erb template suffix');
    case 'php':
      if (/^\[Anonymous|^class@anonymous\0/.test(name)) return leaf('function', name, 'ignored anonymous function');
      return cleaned('function', name.replace(/^class@anonymous.*::/s, ''), name, 'removed anonymous class');
    case 'java':
      return leaf('function', name, name.startsWith('lambda$') ? 'ignored lambda function' : null);
    default:
      return cleaned('function', name, view.frame.function ?? name, 'trimmed function');
  }
}

/** Browsers disagree on what stands before the last dot, and on names for functions that have none. */
function javascriptName(name: string): Component {
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (/^(?:\?|<anonymous function>|<anonymous>|Anonymous function|)$|\/<$/.test(last)) return leaf('function', last, 'ignored unknown function name');
  return cleaned('function', last, name, 'trimmed javascript function');
}

const platformsWithSource: ReadonlySet<string> = new Set(['javascript', 'node', 'python', 'php', 'ruby']);

function contextLine({ frame, platform, family }: FrameView): Component | undefined {
  const line = frame.context_line;
  if (!line || !platformsWithSource.has(platform)) return undefined;
  const trimmed = line.trim();
  const text = /\s\s|[^\S ]/.test(trimmed) ? trimmed.replaceAll(/\s+/g, ' ') : trimmed;
  if (line.length > 120) return leaf('context-line', text, 'discarded because line too long');
  if (family === 'javascript' && !frame.function && (isUrl(frame.abs_path) || frame.abs_path?.startsWith('file:')))
    return leaf('context-line', text, 'discarded because from URL origin and no function');
  return leaf('context-line', text);
}
