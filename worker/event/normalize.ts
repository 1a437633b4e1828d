import { renameAliases } from './aliases.ts';
import { copyBag, KiB } from './bag.ts';
import { readBreadcrumbs } from './breadcrumbs.ts';
import { readContexts } from './contexts.ts';
import { readDebugMeta } from './debug-meta.ts';
import { addDerivedTags } from './derived-tags.ts';
import type { Event, Tag } from './event.ts';
import { adoptStacktrace, readExceptions, readThreads } from './exceptions.ts';
import { readExtra, readModules } from './extra.ts';
import { addContact } from './feedback.ts';
import { Fields } from './fields.ts';
import { readFingerprint } from './fingerprint.ts';
import { readLevel } from './level.ts';
import { readLogEntry } from './logentry.ts';
import { isObject } from './parse.ts';
import { readPerformance } from './performance.ts';
import { readDist, readEnvironment, readRelease } from './release.ts';
import { Repairs } from './repairs.ts';
import { readRequest } from './request.ts';
import { readSdk } from './sdk.ts';
import { inferType, isSecurityType, readSecurityReports } from './security.ts';
import { readLogger, readPlatform } from './source.ts';
import { readStacktrace } from './stacktrace.ts';
import { readSiteTags, readTags } from './tags.ts';
import type { Geo } from './geo.ts';
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
  /** Where `clientIp` is, by the platform's own knowledge. */
  clientGeo?: Geo | null;
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
  const fields = new Fields(renameAliases(payload), repairs.root);
  adoptMeta(fields, repairs);

  const times = readTimes(fields, context);
  const platform = readPlatform(fields);
  const sdk = readSdk(fields, context.client);
  const request = readRequest(fields);
  const user = readUser(fields, { platform, request, sdk, clientIp: context.clientIp, clientGeo: context.clientGeo ?? null });
  const sentStacktrace = readStacktrace(fields, 'stacktrace');
  const sentExceptions = readExceptions(fields);
  const { exception, stacktrace } = adoptStacktrace(sentExceptions, sentStacktrace);
  const reports = readSecurityReports(fields);
  const type = inferType(fields, exception !== undefined, reports);
  const contexts = addUserAgentContexts(readContexts(fields), {
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
    logentry: readLogEntry(fields),
    exception,
    stacktrace,
    threads: readThreads(fields),
    breadcrumbs: readBreadcrumbs(fields, times.shiftSeconds),
    template: readTemplate(fields),
    request,
    user: addContact(user, type, contexts),
    contexts,
    tags: [],
    extra: readExtra(fields),
    modules: readModules(fields),
    sdk,
    debug_meta: readDebugMeta(fields),
    ...reports,
    time_spent: fields.integer('time_spent'),
    ...(type === 'transaction' ? readPerformance(fields) : {}),
    errors: repairs.errors,
  };
  event.tags = addDerivedTags([...tags, ...readSiteTags(fields)], event);
  event._meta = repairs.toTree();
  return event;
}

/** Old clients send the environment as a tag. */
function takeEnvironment(tags: readonly Tag[]): { tags: Tag[]; environment: string | undefined } {
  return { tags: tags.filter(([key]) => key !== 'environment'), environment: tags.find(([key]) => key === 'environment')?.[1] };
}

function adoptMeta(fields: Fields, repairs: Repairs): void {
  const sent = fields.get('_meta');
  if (isObject(sent)) repairs.adopt(copyBag(sent, repairs.root.at('_meta'), { maxDepth: 40, maxBytes: 64 * KiB }));
}
