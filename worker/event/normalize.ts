import { copyBag, KiB, type BagLimits } from './bag.ts';
import { readBreadcrumbs } from './breadcrumbs.ts';
import { readContexts } from './contexts.ts';
import { readDebugMeta } from './debug-meta.ts';
import { addDerivedTags } from './derived-tags.ts';
import type { Event, EventType, Tag } from './event.ts';
import { adoptStacktrace, readExceptions, readThreads } from './exceptions.ts';
import { Fields, spellScalar } from './fields.ts';
import { readLevel } from './level.ts';
import { readLogEntry } from './logentry.ts';
import { isObject } from './parse.ts';
import { readDist, readEnvironment, readRelease } from './release.ts';
import { Repairs } from './repairs.ts';
import { readRequest } from './request.ts';
import { readSdk } from './sdk.ts';
import { readLogger, readPlatform } from './source.ts';
import { readStacktrace } from './stacktrace.ts';
import { readTags } from './tags.ts';
import { readTemplate } from './template.ts';
import { readTimes } from './timestamps.ts';
import { addUserAgentContexts } from './user-agent-contexts.ts';
import { readUser } from './user.ts';

/** What is known about an event beside its payload. */
export interface NormalizeContext {
  /** 32 lower-case hex digits: of the envelope, or else of the payload, or made up. */
  eventId: string;
  /** Unix milliseconds. */
  receivedAt: number;
  /** Unix milliseconds by the client's clock, from the envelope. */
  sentAt: number | null;
  clientIp: string | null;
  /** Of the request that brought the event. */
  userAgent: string | null;
  /** `sentry_client` of the request. */
  client: string | null;
}

/**
 * Makes an event of whatever a client sent. Nothing in a payload rejects it: what does not fit is dropped or repaired, which `_meta` and `errors` then tell.
 * Scrubbing of personal data is a step of its own, after this one.
 *
 * Source: relay-event-schema/src/protocol/event.rs, relay-event-normalization/src/event.rs
 */
export function normalizeEvent(payload: Record<string, unknown>, context: NormalizeContext): Event {
  const repairs = new Repairs();
  const fields = new Fields(payload, repairs.root);
  adoptMeta(fields, repairs);

  const times = readTimes(fields, context);
  const platform = readPlatform(fields);
  const sdk = readSdk(fields, context.client);
  const request = readRequest(fields, nameOf(fields, 'request', 'sentry.interfaces.Http'));
  const user = readUser(fields, nameOf(fields, 'user', 'sentry.interfaces.User'), { platform, request, sdk, clientIp: context.clientIp });
  const sentStacktrace = readStacktrace(fields, nameOf(fields, 'stacktrace', 'sentry.interfaces.Stacktrace'));
  const sentExceptions = readExceptions(fields, nameOf(fields, 'exception', 'sentry.interfaces.Exception'));
  const { exception, stacktrace } = adoptStacktrace(sentExceptions, sentStacktrace);
  const security = readSecurity(fields);
  const type = inferType(fields, exception !== undefined, security);
  const contexts = addUserAgentContexts(readContexts(fields, nameOf(fields, 'contexts', 'sentry.interfaces.Contexts')), {
    request,
    platform,
    // Browsers send such reports themselves.
    senderUserAgent: isSecurityType(type) ? context.userAgent : null,
  });

  const { tags, environment: environmentTag } = takeEnvironment(readTags(fields));
  const release = readRelease(fields);
  const level = readLevel(fields, 'level') ?? (type === 'transaction' ? 'info' : 'error');

  const event: Event = {
    event_id: context.eventId,
    type,
    timestamp: times.timestamp,
    received: times.received,
    start_timestamp: times.startTimestamp,
    level,
    platform,
    logger: readLogger(fields, platform),
    release,
    dist: readDist(fields, release),
    environment: readEnvironment(fields, environmentTag),
    transaction: fields.text('transaction', 200)?.trim() || undefined,
    culprit: fields.text('culprit', 200) || undefined,
    fingerprint: readFingerprint(fields),
    checksum: fields.text('checksum', 128) || undefined,
    logentry: readLogEntry(fields, nameOf(fields, 'logentry', 'sentry.interfaces.Message', 'message')),
    exception,
    stacktrace,
    threads: readThreads(fields, 'threads'),
    breadcrumbs: readBreadcrumbs(fields, nameOf(fields, 'breadcrumbs', 'sentry.interfaces.Breadcrumbs'), times.shiftSeconds),
    template: readTemplate(fields, nameOf(fields, 'template', 'sentry.interfaces.Template')),
    request,
    user,
    contexts,
    tags: [],
    extra: readExtra(fields),
    modules: readModules(fields),
    sdk,
    debug_meta: readDebugMeta(fields),
    ...security,
    time_spent: fields.integer('time_spent'),
    ...(type === 'transaction' ? readPerformance(fields) : {}),
    errors: repairs.errors,
  };
  event.tags = addDerivedTags([...tags, ...siteTags(fields)], event);
  event._meta = repairs.toTree();
  return event;
}

/** Before version 7 of the protocol interfaces were named after Python classes. The first name under which something stands. */
function nameOf(fields: Fields, name: string, ...aliases: readonly string[]): string {
  return [name, ...aliases].find((candidate) => fields.get(candidate) !== undefined) ?? name;
}

function adoptMeta(fields: Fields, repairs: Repairs): void {
  const sent = fields.get('_meta');
  if (isObject(sent)) repairs.adopt(copyBag(sent, repairs.root.at('_meta'), { maxDepth: 40, maxBytes: 64 * KiB }));
}

/** Of types, only these two are believed: they come as items of their own. All others follow from what the event holds. */
function inferType(fields: Fields, hasExceptions: boolean, security: Pick<Event, SecurityInterface>): EventType {
  const sent = fields.get('type');
  if (sent === 'transaction' || sent === 'feedback') return sent;
  if (hasExceptions) return 'error';
  return securityInterfaces.find((name) => security[name] !== undefined) ?? 'default';
}

const securityInterfaces = ['csp', 'hpkp', 'expectct', 'expectstaple', 'nel'] as const;
type SecurityInterface = (typeof securityInterfaces)[number];

function isSecurityType(type: EventType): boolean {
  return securityInterfaces.some((name) => name === type);
}

function readSecurity(fields: Fields): Pick<Event, SecurityInterface> {
  return {
    csp: fields.bag(nameOf(fields, 'csp', 'sentry.interfaces.Csp')),
    hpkp: fields.bag(nameOf(fields, 'hpkp', 'sentry.interfaces.Hpkp')),
    expectct: fields.bag(nameOf(fields, 'expectct', 'sentry.interfaces.ExpectCT')),
    expectstaple: fields.bag(nameOf(fields, 'expectstaple', 'sentry.interfaces.ExpectStaple')),
    nel: fields.bag('nel'),
  };
}

/** Old clients send the environment as a tag. */
function takeEnvironment(tags: readonly Tag[]): { tags: Tag[]; environment: string | undefined } {
  return { tags: tags.filter(([key]) => key !== 'environment'), environment: tags.find(([key]) => key === 'environment')?.[1] };
}

/** Fields that the server shows as tags only, and that win over tags of the same name. */
function siteTags(fields: Fields): Tag[] {
  const tags: Tag[] = [];
  for (const key of ['server_name', 'site']) {
    const value = fields.text(key, 200)?.trim();
    if (value) tags.push([key, value]);
  }
  return tags;
}

function readFingerprint(fields: Fields): string[] | undefined {
  const place = fields.place.at('fingerprint');
  const parts = fields.list('fingerprint')?.flatMap((part, index) => {
    const text = spellScalar(part);
    if (text === undefined) place.at(index).noteInvalid('expected a primitive value', part);
    return text === undefined ? [] : [place.at(index).limitText(text, 1024)];
  });
  return parts && parts.length > 0 ? parts.slice(0, 100) : undefined;
}

const extraLimits: BagLimits = { maxDepth: 7, maxBytes: 16 * KiB };
const maxExtraBytes = 256 * KiB;

/** Every value has a budget of its own, so that one huge one does not cost the others. */
function readExtra(fields: Fields): Event['extra'] {
  const sent = fields.object('extra');
  if (!sent) return undefined;
  const values = Object.keys(sent.source).filter((key) => key !== '__proto__');
  const kept = Object.fromEntries(values.map((key) => [key, sent.value(key, extraLimits)]));
  return copyBag(kept, sent.place, { maxDepth: extraLimits.maxDepth + 1, maxBytes: maxExtraBytes });
}

function readModules(fields: Fields): Record<string, string> | undefined {
  const sent = fields.bag('modules');
  if (!sent) return undefined;
  const modules: Record<string, string> = {};
  for (const [name, version] of Object.entries(sent)) modules[name] = spellScalar(version) ?? '';
  return modules;
}

const spanLimits: BagLimits = { maxDepth: 9, maxBytes: 800 * KiB };

function readPerformance(fields: Fields): Pick<Event, 'spans' | 'measurements' | 'breakdowns' | 'transaction_info'> {
  const spans = fields.value('spans', spanLimits);
  return {
    spans: Array.isArray(spans) ? spans : undefined,
    measurements: fields.bag('measurements'),
    breakdowns: fields.bag('breakdowns'),
    transaction_info: fields.bag('transaction_info'),
  };
}
