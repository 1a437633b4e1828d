import type { Bag } from './event.ts';

/**
 * Names and versions of systems, runtimes and browsers: found in the description where the client knows only that, and put together as the one text that
 * dashboards and tags show. Source: relay-event-normalization/src/normalize/contexts.rs
 */
export function describeContext(type: string, context: Bag): Bag {
  switch (type) {
    case 'os':
      return withFullName('os', context.name == null && context.version == null ? { ...context, ...parseOs(context.raw_description) } : context);
    case 'runtime':
      return withFullName('runtime', context.name == null && context.version == null ? { ...context, ...parseRuntime(context.raw_description) } : context);
    case 'browser':
      return withFullName('browser', context);
    default:
      return context;
  }
}

function withFullName(key: string, context: Bag): Bag {
  const { name, version } = context;
  if (typeof name !== 'string' || name === '') return context;
  return { ...context, [key]: typeof version === 'string' && version !== '' ? `${name} ${version}` : name };
}

interface Named {
  name?: string | undefined;
  version?: string | undefined;
  build?: string | undefined;
}

/** In this order: the last fits nearly everything. */
const osPatterns: readonly [pattern: RegExp, read: (match: RegExpExecArray) => Named][] = [
  [/^Microsoft Windows (?:NT )?(\d+\.\d+(?:\.(\d+))?)/, ([, version, build]) => ({ name: 'Windows', version: windowsVersion(version, build), build: build })],
  [/^Windows (?:NT )?(\d+\.\d+\.\d+)/, ([, version]) => ({ name: 'Windows', version })],
  [/^(?:Mac OS X|macOS)(?: Version)? (\d[\d.]*)(?: \((?:Build )?([0-9A-Za-z]+)\))?/, ([, version, build]) => ({ name: 'macOS', version, build })],
  [/^(iOS|iPadOS|tvOS|watchOS)(?: Version)? (\d[\d.]*)(?: \((?:Build )?([0-9A-Za-z]+)\))?/, ([, name, version, build]) => ({ name, version, build })],
  [/^Android (?:OS )?(\d[\d.]*)(?: \/ API-(\d+))?/, ([, version, build]) => ({ name: 'Android', version, build })],
  [/^(?:Unix|Linux|Darwin) (?:\S+ )?(\d+\.\d+(?:\.\d+)?)/, ([whole, version]) => ({ name: whole.split(' ')[0], version })],
  [/^([A-Za-z][A-Za-z .]{0,60}?) (\d+(?:\.\d+){1,3})/, ([, name, version]) => ({ name, version })],
];

function parseOs(description: unknown): Named {
  return parseDescription(description, osPatterns);
}

function parseRuntime(description: unknown): Named {
  return parseDescription(description, [
    [/^\.NET Framework (\d[\d.]*)/, ([, version]) => ({ name: '.NET Framework', version })],
    [/^\.NET Core (\d[\d.]*)/, ([, version]) => ({ name: '.NET Core', version })],
    [/^\.NET Native (\d[\d.]*)/, ([, version]) => ({ name: '.NET Native', version })],
    [/^\.NET (\d[\d.]*)/, ([, version]) => ({ name: '.NET', version })],
    [/^Mono (\d[\d.]*)/, ([, version]) => ({ name: 'Mono', version })],
  ]);
}

function parseDescription(description: unknown, patterns: readonly [pattern: RegExp, read: (match: RegExpExecArray) => Named][]): Named {
  if (typeof description !== 'string') return {};
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(description.trim().slice(0, 500));
    if (match) return read(match);
  }
  return {};
}

/** Since 10, versions of Windows are told apart by their build. */
function windowsVersion(version: string | undefined, build: string | undefined): string | undefined {
  if (version !== '10.0' && !version?.startsWith('10.0.')) return version;
  return build !== undefined && Number(build) >= 22_000 ? '11' : '10';
}
