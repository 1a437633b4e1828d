import type { Tag } from '../../event/event.ts';
import type { SearchFields } from '../../event/search-fields.ts';
import type { EventSummary } from '../../event/summarize.ts';
import type { IssuePlan } from './plan.ts';
import { below, either, hexDigits, pickSkewed, type Random, randomFrom, skewedBelow } from './random.ts';
import { browsers, countries, devices, plans, runtimes, systems } from './vocabulary.ts';

const dayMs = 24 * 3_600_000;
const users = 20_000;

/** All events of an issue, oldest first, as ingest would sum them up. */
export function* makeEvents(plan: IssuePlan): Generator<EventSummary> {
  const random = randomFrom(2, plan.rank);
  for (const at of timesOf(plan, random)) yield makeEvent(plan, at, random);
}

/** The first and the last at the ends, the others between them, denser towards the last. */
function timesOf({ events, firstSeenAt, lastSeenAt }: IssuePlan, random: Random): number[] {
  const between = Array.from({ length: Math.max(0, events - 2) }, () => Math.floor(lastSeenAt - (lastSeenAt - firstSeenAt) * random() ** 1.5));
  return [firstSeenAt, ...between, ...(events > 1 ? [lastSeenAt] : [])].sort((one, other) => one - other);
}

function makeEvent(plan: IssuePlan, occurredAt: number, random: Random): EventSummary {
  const { project, platform, rank, errorType, message, filename } = plan;
  const level = either(random, 0.9, 'error', either(random, 0.5, 'warning', 'fatal'));
  const environment = either(random, 0.8, 'production', either(random, 0.75, 'staging', 'development'));
  const release = releaseOf(project, occurredAt);
  const userId = String(userOf(plan, random));
  const isUnhandled = rank % 3 === 0;
  const mechanism = isUnhandled ? (platform === 'javascript' ? 'onerror' : 'excepthook') : 'generic';
  const transaction = `/${filename.split('/').at(-2)}/${rank % 60}`;
  const url = `https://shop-${project}.example${transaction}/${skewedBelow(random, 1 + (rank % 40))}`;
  const [system, systemName] = pickSkewed(random, systems);
  const tags: Tag[] = [
    ['environment', environment],
    ['level', level],
    ['release', release],
    ['handled', isUnhandled ? 'no' : 'yes'],
    ['mechanism', mechanism],
    ['user', `id:${userId}`],
    ['transaction', transaction],
    ['url', url],
    ['os', system],
    ['os.name', systemName],
    ['plan', pickSkewed(random, plans)],
    ...(platform === 'javascript' ? browserTags(random) : serverTags(platform, project, random)),
  ];
  const sdk = platform === 'javascript' ? 'sentry.javascript.react' : `sentry.${platform === 'node' ? 'javascript.node' : 'python'}`;
  const fields: SearchFields = {
    'error.type': [errorType],
    'error.value': [message],
    'error.mechanism': [mechanism],
    'error.handled': !isUnhandled,
    'http.method': either(random, 0.8, 'GET', 'POST'),
    'http.url': url,
    'sdk.name': sdk,
    'sdk.version': '11.12.0',
    'geo.country_code': pickSkewed(random, countries),
    trace: hexDigits(random, 32),
    'trace.span': hexDigits(random, 16),
    'os.name': systemName,
    'os.version': system.split(' ').at(-1) ?? '',
  };
  return {
    eventId: hexDigits(random, 32),
    occurredAt,
    receivedAt: occurredAt + below(random, 2000),
    title: `${errorType}: ${message}`,
    culprit: `${filename} in ${plan.function}`,
    level,
    type: 'error',
    platform,
    logger: null,
    release,
    environment,
    dist: null,
    userKey: `id:${userId}`,
    user: { id: userId, email: `user-${userId}@customer-${Number(userId) % 500}.example` },
    tags,
    fields,
    metadata: { type: errorType, value: message, filename, function: plan.function },
    isUnhandled,
  };
}

/** An issue with many events has many users, some of whom meet it time and again. */
function userOf({ rank, events }: IssuePlan, random: Random): number {
  const met = Math.min(users, 1 + Math.floor(events * 0.6));
  return (rank * 7919 + skewedBelow(random, met)) % users;
}

/** Each project releases about once a day. */
function releaseOf(project: number, at: number): string {
  return `shop-${project}@1.${Math.floor(at / dayMs) - 20_000}.${project % 4}`;
}

function browserTags(random: Random): Tag[] {
  const [browser, name] = pickSkewed(random, browsers);
  const tags: Tag[] = [
    ['browser', browser],
    ['browser.name', name],
  ];
  return random() < 0.5 ? tags : [...tags, ['device', pickSkewed(random, devices)]];
}

function serverTags(platform: 'node' | 'python', project: number, random: Random): Tag[] {
  const [runtime, name] = pickSkewed(random, runtimes[platform]);
  return [
    ['runtime', runtime],
    ['runtime.name', name],
    ['server_name', `web-${project}-${below(random, 12)}`],
  ];
}
