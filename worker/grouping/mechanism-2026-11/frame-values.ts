import type { Frame } from '../../event/event.ts';

type Family = 'native' | 'javascript' | 'other';

/** What a frame adds to a hash: module or file name, function, source line. Never its position. */
export function frameValues(frame: Frame, eventPlatform: string): string[] {
  const platform = frame.platform ?? eventPlatform;
  const family = familyOf(frame, eventPlatform);
  if (family === 'javascript' && isForeign(frame)) return [];

  const line = contextLine(frame, platform, family);
  const module = moduleName(frame, platform, family);
  const file = module === undefined ? fileName(frame, platform) : undefined;
  return [module, file, functionName(frame, platform, family, line !== undefined), line].filter((value) => value !== undefined).filter(Boolean);
}

export function familyOf(frame: Frame, eventPlatform: string): Family {
  switch (frame.platform ?? eventPlatform) {
    case 'objc':
    case 'cocoa':
    case 'swift':
    case 'native':
    case 'c':
      return 'native';
    case 'javascript':
    case 'node':
      return 'javascript';
    default:
      return 'other';
  }
}

/** Whether code came from the web, where addresses carry versions and hashes. */
export function isUrl(absPath: string | undefined): boolean {
  return absPath !== undefined && /^(?:https?|applewebdata|blob):/.test(absPath);
}

/** Code of the engine, or code out of a text: no two browsers tell it the same way. */
function isForeign({ function: name, abs_path: absPath }: Frame): boolean {
  return name === 'eval' || /^(?:\[native code\]|native code|eval code|<anonymous>)$/.test(absPath ?? '');
}

function moduleName({ module, abs_path: absPath }: Frame, platform: string, family: Family): string | undefined {
  if (!module) return undefined;
  if (family === 'javascript' && module.includes('/') && absPath?.endsWith(module)) return undefined;
  if (platform !== 'java') return module;
  return module.includes('$$Lambda$') ? undefined : withoutGeneratedTail(module);
}

/** Java frameworks and Clojure make classes at run time and number them. */
const generatedClass = /(\$\$\w{1,60}?CGLIB\$\$|\$\$_javassist(?:_seam)?_|\$fn__|\$\$?(?:EnhancerBy|FastClassBy)\w{1,40}\$\$?|\$HibernateProxy\$)\w+?(?=\$|$)/g;
const generatedAccessor = /(\bGenerated(?:Method|Constructor|SerializationConstructor)Accessor)\d+$/;

function withoutGeneratedTail(module: string): string {
  return module.replace(generatedAccessor, '$1<auto>').replaceAll(generatedClass, '$1<auto>');
}

function fileName({ filename, abs_path: absPath }: Frame, platform: string): string | undefined {
  if (!filename || isUrl(absPath) || filename === '<anonymous>' || filename === '[native code]') return undefined;
  const base = filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1).toLowerCase();
  return platform === 'java' ? base.replace(/(\$\$_javassist)\w*/, '$1<auto>') : base;
}

function functionName(frame: Frame, platform: string, family: Family, hasLine: boolean): string | undefined {
  const name = (platform === 'csharp' && frame.raw_function) || frame.function || frame.raw_function;
  if (!name) return undefined;
  if (family === 'javascript') return hasLine && frame.data?.sourcemap ? undefined : javascriptName(name);
  if (family === 'native') return name === '<redacted>' || name === '<unknown>' ? undefined : name;
  switch (platform) {
    case 'ruby':
      return name.startsWith('block ') ? 'block' : name.replace(/__\d{4,}_\d{4,}$/, '');
    case 'php':
      return /^\[Anonymous|^class@anonymous\0/.test(name) ? undefined : name.replace(/^class@anonymous.*::/s, '');
    case 'java':
      return name.startsWith('lambda$') ? undefined : name;
    default:
      return name;
  }
}

/** Browsers disagree on what stands before the last dot, and on names for functions that have none. */
function javascriptName(name: string): string | undefined {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return /^(?:\?|<anonymous function>|<anonymous>|Anonymous function|)$|\/<$/.test(last) ? undefined : last;
}

const platformsWithSource: ReadonlySet<string> = new Set(['javascript', 'node', 'python', 'php', 'ruby']);

/** Long lines are minified code. */
function contextLine({ context_line: line, function: name, abs_path: absPath }: Frame, platform: string, family: Family): string | undefined {
  if (!line || line.length > 120 || !platformsWithSource.has(platform)) return undefined;
  if (family === 'javascript' && !name && (isUrl(absPath) || absPath?.startsWith('file:'))) return undefined;
  return line.split(/\s+/).filter(Boolean).join(' ');
}
