import type { BagLimits } from './bag.ts';
import { KiB } from './bag.ts';
import type { Bag, Mechanism } from './event.ts';
import type { Fields } from './fields.ts';

const dataLimits: BagLimits = { maxDepth: 5, maxBytes: 2 * KiB };

/** How an exception came to be known: caught by hand, by a global handler, as a signal. */
export function readMechanism(exception: Fields): Mechanism | undefined {
  const mechanism = exception.object('mechanism');
  if (!mechanism || Object.keys(mechanism.source).length === 0) return undefined;
  const type = mechanism.text('type', 128);
  if (!type) return readOldMechanism(mechanism);

  return {
    type,
    handled: mechanism.boolean('handled'),
    synthetic: mechanism.boolean('synthetic'),
    description: mechanism.text('description', 1024),
    help_link: readHelpLink(mechanism),
    source: mechanism.text('source', 256),
    is_exception_group: mechanism.boolean('is_exception_group'),
    exception_id: mechanism.integer('exception_id'),
    parent_id: mechanism.integer('parent_id'),
    data: mechanism.bag('data', dataLimits),
    meta: named(mechanism.bag('meta', dataLimits)),
  };
}

function readHelpLink(mechanism: Fields): string | undefined {
  const link = mechanism.text('help_link', 2048);
  if (link === undefined || /^https?:\/\//.test(link)) return link;
  mechanism.place.at('help_link').noteInvalid('expected a web address', link);
  return undefined;
}

/** Before there were types, Apple SDKs sent `{posix_signal, mach_exception}`. */
function readOldMechanism(mechanism: Fields): Mechanism {
  const signal = mechanism.bag('posix_signal', dataLimits);
  const { exception_name: machName, ...mach } = mechanism.bag('mach_exception', dataLimits) ?? {};
  const meta: Bag = {};
  if (signal) meta.signal = { number: signal.signal, code: signal.code, name: signal.name, code_name: signal.code_name };
  if (Object.keys(mach).length > 0 || machName !== undefined) meta.mach_exception = machName === undefined ? mach : { ...mach, name: machName };
  return { type: 'generic', handled: mechanism.boolean('handled'), meta: Object.keys(meta).length > 0 ? named(meta) : undefined };
}

/** The numbers that are the same on Linux and Darwin. */
const signalNames: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

const machExceptionNames: Readonly<Record<number, string>> = {
  1: 'EXC_BAD_ACCESS',
  2: 'EXC_BAD_INSTRUCTION',
  3: 'EXC_ARITHMETIC',
  4: 'EXC_EMULATION',
  5: 'EXC_SOFTWARE',
  6: 'EXC_BREAKPOINT',
  7: 'EXC_SYSCALL',
  8: 'EXC_MACH_SYSCALL',
  9: 'EXC_RPC_ALERT',
  10: 'EXC_CRASH',
  11: 'EXC_RESOURCE',
  12: 'EXC_GUARD',
  13: 'EXC_CORPSE_NOTIFY',
};

/** Crash handlers know numbers; people know names. */
function named(meta: Bag | undefined): Bag | undefined {
  if (!meta) return undefined;
  return {
    ...meta,
    ...(isBag(meta.signal) ? { signal: withName(meta.signal, 'number', signalNames) } : {}),
    ...(isBag(meta.mach_exception) ? { mach_exception: withName(meta.mach_exception, 'exception', machExceptionNames) } : {}),
  };
}

function withName(bag: Bag, key: string, names: Readonly<Record<number, string>>): Bag {
  const number = bag[key];
  if (bag.name != null || typeof number !== 'number') return bag;
  const name = names[number];
  return name === undefined ? bag : { ...bag, name };
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
