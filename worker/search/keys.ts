import { isWords, statusWords, substatusWords } from './words.ts';

/** What a key takes: it decides how its values are read. */
export type KeyKind = TextualKind | ScalarKind;

/** Kinds whose values are texts. */
export type TextualKind =
  | 'text'
  /** Compares: `release.version:>=1.2`. */
  | 'version'
  /** One of its words, and nothing else. */
  | 'word'
  /** `me`, `none`, `my_teams`, a `#team`, a name or an email. */
  | 'actor'
  /** Another key: of `has:` only. */
  | 'key';

export type ScalarKind =
  | 'number'
  | 'duration'
  | 'size'
  | 'percentage'
  | 'boolean'
  | 'date'
  /** 32 hexadecimal digits. */
  | 'id';

/** Where a query is asked: among issues, or among events. */
export type QueryKind = 'issues' | 'events';

export interface KeyInfo {
  /** Sentry's main name of it. */
  name: string;
  kind: KeyKind;
  /** What it holds, in one line for people. */
  about: string;
  /** Other names of the same. */
  aliases: readonly string[];
  /** Null where it is known in all queries. Elsewhere its name is a tag's. */
  only: QueryKind | null;
  /** Of the kind `word` all there are, but for old names; of others what to suggest. */
  words: readonly string[];
}

/** What is known of a key by any of its names. Null for the name of a tag. */
export function findKey(name: string, queries: QueryKind): KeyInfo | null {
  const info = keyOfName.get(name) ?? keyOfPattern(name);
  return info && (info.only === null || info.only === queries) ? info : null;
}

export function isTextual(kind: KeyKind): kind is TextualKind {
  return kind === 'text' || kind === 'version' || kind === 'word' || kind === 'actor' || kind === 'key';
}

/** Whether the name means something by itself in some query, so that a tag of that name needs `tags[…]`. */
export function isReserved(name: string): boolean {
  return keyOfName.has(name) || keyOfPattern(name) !== null;
}

const actorWords = ['me', 'my_teams', 'none'];

/** Source: https://docs.sentry.io/concepts/search/searchable-properties/ */
export const keys: readonly KeyInfo[] = [
  key('is', 'word', 'State of the issue', {
    only: 'issues',
    words: isWords,
  }),
  key('has', 'key', 'The key is there and not empty'),

  key('assigned', 'actor', 'Who is to look after the issue', { only: 'issues', aliases: ['assigned_to'], words: actorWords }),
  key('assigned_or_suggested', 'actor', 'Who is or might be to look after it', { only: 'issues', aliases: ['owner'], words: actorWords }),
  key('bookmarks', 'actor', 'Who has bookmarked the issue', { only: 'issues', words: ['me'] }),
  key('subscribed', 'actor', 'Who is told about the issue', { only: 'issues', words: ['me'] }),
  key('status', 'word', 'Status of the issue', { only: 'issues', words: statusWords }),
  key('substatus', 'word', 'What the status says no more of', { only: 'issues', words: substatusWords }),
  key('firstSeen', 'date', 'When the first event of the issue came', { aliases: ['first_seen', 'age'], words: ['-24h', '-7d', '+30d'] }),
  key('lastSeen', 'date', 'When the latest event of the issue came', { aliases: ['last_seen'], words: ['-1h', '-24h', '+7d'] }),
  key('timesSeen', 'number', 'Events of the issue in the chosen time', { only: 'issues', aliases: ['times_seen'] }),
  key('firstRelease', 'text', 'Release in which the issue came up', { only: 'issues', aliases: ['first_release', 'first-release'], words: ['latest'] }),
  key('regressed_in_release', 'text', 'Release in which the issue came back', { only: 'issues', words: ['latest'] }),
  key('issue', 'text', 'Short ID of the issue', { aliases: ['issue.shortId'] }),
  key('issue.id', 'number', 'Number of the issue', { aliases: ['group.id', 'issue_id'] }),
  key('issue.category', 'word', 'What the issue is about', {
    aliases: ['group.category'],
    words: [
      'error',
      'feedback',
      'performance',
      'cron',
      'replay',
      'uptime',
      'profile',
      'metric_alert',
      'outage',
      'db_query',
      'http_client',
      'frontend',
      'mobile',
    ],
  }),
  key('issue.type', 'text', 'Kind of problem, more exactly', { aliases: ['group.type'], words: ['error', 'feedback'] }),
  key('issue.priority', 'word', 'Priority of the issue', { only: 'issues', aliases: ['priority'], words: ['high', 'medium', 'low'] }),

  key('level', 'text', 'How bad it is', { words: ['fatal', 'error', 'warning', 'info', 'debug', 'sample'] }),
  key('project', 'text', 'Project, by its slug', { aliases: ['project.name'] }),
  key('project.id', 'number', 'Project, by its number', { aliases: ['project_id'] }),
  key('environment', 'text', 'Where the app ran, as in production'),
  key('release', 'text', 'Version of the app', { words: ['latest'] }),
  key('release.version', 'version', 'Version number in the release'),
  key('release.package', 'text', 'Package in the release'),
  key('release.build', 'version', 'Build number in the release'),
  key('release.stage', 'text', 'How far the release has spread', { words: ['adopted', 'low_adoption', 'replaced'] }),
  key('dist', 'text', 'Build or flavour of a release'),
  key('message', 'text', 'Text of the message, or of the error'),
  key('title', 'text', 'Title of the event'),
  key('location', 'text', 'File in which the error came up'),
  key('culprit', 'text', 'Function or page that caused it'),
  key('transaction', 'text', 'What was being done, as a route'),
  key('logger', 'text', 'Logger that sent the event'),
  key('platform.name', 'text', 'Platform of the event', { aliases: ['platform'] }),
  key('event.type', 'text', 'Type of the event', { words: ['error', 'default', 'csp', 'transaction'] }),
  key('id', 'id', 'ID of the event', { aliases: ['event_id'] }),
  key('trace', 'id', 'ID of the trace', { aliases: ['trace_id'] }),
  key('trace.span', 'text', 'ID of the span'),
  key('trace.parent_span', 'text', 'ID of the span above'),
  key('replayId', 'text', 'ID of the replay', { aliases: ['replay.id', 'replay_id'] }),
  key('profile.id', 'text', 'ID of the profile', { aliases: ['profile_id'] }),
  key('timestamp', 'date', 'When the event happened', { aliases: ['event.timestamp', 'date'], words: ['-1h', '-24h', '-7d'] }),
  key('timestamp.to_hour', 'date', 'When it happened, to the hour'),
  key('timestamp.to_day', 'date', 'When it happened, to the day'),
  key('start', 'date', 'Beginning of the time to look at'),
  key('end', 'date', 'End of the time to look at'),

  key('user', 'text', 'Who was affected, as in email:jane@example.com'),
  key('user.id', 'text', 'ID of who was affected'),
  key('user.email', 'text', 'Email of who was affected'),
  key('user.username', 'text', 'Name of who was affected'),
  key('user.ip', 'text', 'IP address of who was affected'),
  key('user.display', 'text', 'Email, name, ID or address, the first there is'),

  key('error.type', 'text', 'Type of any of the exceptions'),
  key('error.value', 'text', 'Text of any of the exceptions'),
  key('error.mechanism', 'text', 'What caught the exception'),
  key('error.handled', 'boolean', 'All exceptions were caught by the app'),
  key('error.unhandled', 'boolean', 'Some exception was not caught by the app'),
  key('error.main_thread', 'boolean', 'It happened on the main thread'),
  key('error.received', 'date', 'When the event arrived'),
  key('stack.filename', 'text', 'File of any of the frames'),
  key('stack.abs_path', 'text', 'Whole path of any of the frames'),
  key('stack.module', 'text', 'Module of any of the frames'),
  key('stack.function', 'text', 'Function of any of the frames'),
  key('stack.package', 'text', 'Package of any of the frames'),
  key('stack.resource', 'text', 'Resource of any of the frames'),
  key('stack.lineno', 'number', 'Line of any of the frames'),
  key('stack.colno', 'number', 'Column of any of the frames'),
  key('stack.stack_level', 'number', 'Depth of any of the frames'),
  key('stack.in_app', 'boolean', 'Some frame is code of the app'),

  key('http.method', 'text', 'Method of the request', { words: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] }),
  key('http.url', 'text', 'Address of the request', { aliases: ['request.url'] }),
  key('http.referer', 'text', 'Address the request came from'),
  key('http.status_code', 'text', 'Status of the response'),
  key('url', 'text', 'Address of the page'),
  key('app.in_foreground', 'boolean', 'The app was to be seen'),
  key('os.name', 'text', 'Operating system'),
  key('os.version', 'text', 'Version of the operating system'),
  key('os.build', 'text', 'Build of the operating system'),
  key('os.kernel_version', 'text', 'Version of the kernel'),
  key('os.rooted', 'text', 'The device is rooted'),
  key('os.distribution_name', 'text', 'Distribution of Linux'),
  key('os.distribution_version', 'text', 'Version of the distribution'),
  key('device.arch', 'text', 'Processor architecture'),
  key('device.brand', 'text', 'Brand of the device'),
  key('device.class', 'text', 'How fast the device is', { words: ['high', 'medium', 'low'] }),
  key('device.family', 'text', 'Family of the device'),
  key('device.locale', 'text', 'Language and region of the device'),
  key('device.model_id', 'text', 'Model of the device, as its maker counts'),
  key('device.name', 'text', 'Name of the device'),
  key('device.orientation', 'text', 'How the device was held', { words: ['portrait', 'landscape'] }),
  key('device.screen_density', 'text', 'Density of the screen'),
  key('device.screen_dpi', 'text', 'Dots an inch of the screen'),
  key('device.screen_height_pixels', 'text', 'Height of the screen'),
  key('device.screen_width_pixels', 'text', 'Width of the screen'),
  key('device.simulator', 'text', 'It is no real device'),
  key('device.uuid', 'text', 'ID of the device'),
  key('geo.city', 'text', 'City of who was affected'),
  key('geo.country_code', 'text', 'Country of who was affected'),
  key('geo.region', 'text', 'Country or region, by its name'),
  key('geo.subdivision', 'text', 'Part of the country'),
  key('sdk.name', 'text', 'SDK that sent the event'),
  key('sdk.version', 'text', 'Version of the SDK'),
  key('unreal.crash_type', 'text', 'Type of a crash of Unreal Engine'),

  key('transaction.duration', 'duration', 'How long it took', { only: 'events' }),
  key('transaction.op', 'text', 'Kind of what was done', { only: 'events' }),
  key('transaction.status', 'text', 'How it ended', { only: 'events' }),
  key('span.duration', 'duration', 'How long the span took', { only: 'events' }),
  key('span.self_time', 'duration', 'How long it took without the spans in it', { only: 'events' }),
  key('span.op', 'text', 'Kind of the span', { only: 'events' }),
  key('span.description', 'text', 'What the span did', { only: 'events' }),
  key('http.response_content_length', 'size', 'Size of the response', { only: 'events' }),
  key('http.decoded_response_content_length', 'size', 'Size of the response, unpacked', { only: 'events' }),
  key('http.response_transfer_size', 'size', 'Size of the response with its headers', { only: 'events' }),
  key('cache.item_size', 'size', 'Size of what was cached', { only: 'events' }),
];

function key(name: string, kind: KeyKind, about: string, more: Partial<Pick<KeyInfo, 'aliases' | 'only' | 'words'>> = {}): KeyInfo {
  return { name, kind, about, aliases: [], only: null, words: kind === 'boolean' ? ['true', 'false'] : [], ...more };
}

const keyOfName = new Map(keys.flatMap((info) => [info.name, ...info.aliases].map((name): [string, KeyInfo] => [name, info])));

/** Times among the measurements; all others, of SDKs and of apps, are numbers. */
const timedMeasurement =
  /^measurements\.(fp|fcp|lcp|fid|inp|ttfb|ttfb\.requesttime|app_start_(cold|warm)|stall_(longest|total)_time|time_to_(full|initial)_display)$/;

function keyOfPattern(name: string): KeyInfo | null {
  if (/^measurements\.[\w.-]+$/.test(name))
    return key(name, timedMeasurement.test(name) ? 'duration' : 'number', 'Measured by the SDK or the app', { only: 'events' });
  return /^spans\.[\w.-]+$/.test(name) ? key(name, 'duration', 'Time in spans of this kind', { only: 'events' }) : null;
}
