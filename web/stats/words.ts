import type { OutcomeName } from '../../worker/api/contract/stats.ts';
import { projectSettingsPath } from '../places.ts';

/** Where in the settings of a project one can do something about it. */
export type Remedy = { label: string; section: 'filters' | 'limits' | 'keys'; part?: 'origins' };

export function remedyPath(org: string, project: string, { section, part }: Remedy): string {
  return projectSettingsPath(org, project, section) + (part === undefined ? '' : `#${part}`);
}

export interface Meaning {
  text: string;
  remedy?: Remedy;
}

/** The name of an outcome, what it means, and its fill: see stats.css. */
export const outcomeWords: Record<OutcomeName, { name: string; was: string; fill: 's1' | 's2' | 's3' | 's4' | 's5' | 's6'; meaning: string }> = {
  accepted: { name: 'Kept', was: 'kept', fill: 's1', meaning: 'Grouped, stored, counted' },
  filtered: { name: 'Filtered', was: 'filtered', fill: 's2', meaning: 'A filter of yours said no' },
  rate_limited: { name: 'Rate limited', was: 'rate limited', fill: 's3', meaning: 'A limit was spent; SDKs were told to wait' },
  invalid: { name: 'Invalid', was: 'not accepted', fill: 's4', meaning: 'It could not be kept as it was sent' },
  abuse: { name: 'Abuse', was: 'turned away', fill: 's6', meaning: 'One address sent a flood of bad requests' },
  client_discard: { name: 'Dropped by the SDK', was: 'dropped by the SDK', fill: 's5', meaning: 'The app’s SDK did not send it, and said so' },
};

const filters: Remedy = { label: 'Filters', section: 'filters' };
const limits: Remedy = { label: 'Limits', section: 'limits' };
const keys: Remedy = { label: 'Keys', section: 'keys' };

const filtered: Record<string, Meaning> = {
  'browser-extensions': { text: 'A frame or the message belongs to a browser extension', remedy: filters },
  localhost: { text: 'It came from a machine that calls itself localhost', remedy: filters },
  'web-crawlers': { text: 'Sent by a known crawler', remedy: filters },
  'legacy-browsers': { text: 'The browser is one of the old ones you chose', remedy: filters },
  'filtered-transaction': { text: 'A health check', remedy: filters },
  'invalid-csp': { text: 'An extension broke the content policy, not the site', remedy: filters },
  'react-hydration-errors': { text: 'What React drew differs from what the server sent', remedy: filters },
  'chunk-load-error': { text: 'An open page asked for code that a deployment removed', remedy: filters },
  'error-message': { text: 'Its message is on your list', remedy: filters },
  'release-version': { text: 'Its release is on your list', remedy: filters },
  'nel-ok': { text: 'A browser reports that a request went well' },
  'discarded-hash': { text: 'Its issue was deleted, and what comes of it later is not wanted' },
  'ip-address': { text: 'Its address is on your list', remedy: filters },
};

const rateLimited: Record<string, Meaning> = {
  key_quota: { text: 'The key spent its limit. Raise it, or send less', remedy: limits },
  spike_protection: { text: 'This hour had far more errors than the project usually has', remedy: limits },
  project_quota: { text: 'The project spent its quota. Raise it, or send less', remedy: limits },
};

const invalid: Record<string, Meaning> = {
  duplicate: { text: 'The same event came twice; the first is kept' },
  too_many_attachments: { text: 'More attachments in one envelope than the 100 that it may hold' },
  duplicate_item: { text: 'A second event in one envelope, which may hold one' },
  invalid_json: { text: 'The event is not JSON. Look at what builds it' },
  invalid_envelope: { text: 'The request is no envelope. A proxy or a home-made client may have cut it' },
  invalid_compression: { text: 'The body could not be unpacked. A proxy may have changed it' },
  no_data: { text: 'The request was empty' },
  no_event_payload: { text: 'An event without anything in it' },
  cors: { text: 'The page’s origin is not among the allowed domains', remedy: { label: 'Origins', section: 'filters', part: 'origins' } },
  project_id: { text: 'The key belongs to another project. Compare the DSN', remedy: keys },
  feature_disabled: { text: 'This version of Picket does not show this kind of data yet' },
  unknown_item_type: { text: 'A kind of data that this version does not know' },
  internal: { text: 'Storage failed while it arrived' },
  invalid_transaction: { text: 'A transaction without its times or its trace, or with a span that lacks them' },
  invalid_span: { text: 'A span without ids, name or times' },
  invalid_log: { text: 'A log without time, trace, level or text, or a list that is not as long as it says' },
  invalid_trace_metric: { text: 'A metric without name, type, value, time or trace' },
  invalid_session: { text: 'A session without a release or a start' },
  invalid_check_in: { text: 'A check-in without the name of its monitor, or with an id that is none' },
  invalid_replay: { text: 'A part of a replay that does not say which, or names errors that cannot be' },
  invalid_replay_recording: { text: 'A recording that could not be read' },
  invalid_replay_video: { text: 'A recorded film that could not be read' },
  invalid_replay_missing_recording: { text: 'A part of a replay without its recording' },
  invalid_trace_attachment: { text: 'A file of a trace that does not say which' },
  invalid_attachment_ref: { text: 'It points to no upload of this project' },
  unknown_attachment_ref: { text: 'It points to an upload that never was, or that is older than a day' },
  incomplete_attachment_ref: { text: 'It points to an upload that did not come to its end' },
  used_attachment_ref: { text: 'It points to an upload that became another attachment' },
  too_many_attachment_refs: { text: 'One envelope points to more uploads, or to more pieces of them, than can be fetched at once' },
  invalid_proto: { text: 'The body is not what OpenTelemetry sends' },
  content_type: { text: 'The address does not take this content type' },
  too_many_sessions: { text: 'One envelope may hold a hundred sessions' },
  profiling_invalid_json: { text: 'The profile is not JSON' },
  profiling_invalid_sampled_profile: { text: 'A profile without its ids or its platform' },
  profiling_not_enough_samples: { text: 'A profile with too few samples to tell anything' },
  profiling_duration_is_too_long: { text: 'A profile that is longer than may be sent' },
  profiling_version_unknown: { text: 'A profile in a format that this version does not know' },
  invalid_minidump: { text: 'The file is no crash dump, or in a compression that is not known' },
  missing_minidump_upload: { text: 'The form held no file named upload_file_minidump' },
  security_report: { text: 'A browser’s report without a known directive or host' },
  security_report_type: { text: 'A browser’s report of a kind that is not known' },
  timestamp: { text: 'It is too old, or from the future. Look at the client’s clock' },
};

const discarded: Record<string, Meaning> = {
  sample_rate: { text: 'The app chose not to send it: its sample rate' },
  before_send: { text: 'The app’s beforeSend dropped it' },
  event_processor: { text: 'An event processor of the app dropped it' },
  ignored: { text: 'The app’s own list of errors to ignore' },
  ratelimit_backoff: { text: 'The SDK waited because a limit was spent', remedy: limits },
  queue_overflow: { text: 'More at once than the SDK’s queue holds' },
  cache_overflow: { text: 'More offline than the SDK’s cache holds' },
  buffer_overflow: { text: 'More at once than the SDK’s buffer holds' },
  network_error: { text: 'The request did not get through' },
  send_error: { text: 'Picket, or something before it, refused the request' },
  internal_sdk_error: { text: 'The SDK failed. Its debug mode says more' },
  insufficient_data: { text: 'Too little to be worth sending' },
  backpressure: { text: 'The SDK sent less because the app was busy' },
  no_parent_span: { text: 'A span without a transaction around it' },
  invalid: { text: 'The SDK found it invalid' },
};

/** What a reason says in plain words; of one that is not known, that it is the sender's own. */
export function meaningOf(outcome: OutcomeName, reason: string): Meaning {
  switch (outcome) {
    case 'accepted':
      return { text: outcomeWords.accepted.meaning };
    case 'filtered':
      return lookUp(filtered, reason) ?? { text: outcomeWords.filtered.meaning, remedy: filters };
    case 'rate_limited':
      return lookUp(rateLimited, reason) ?? { text: 'The quota of this name was spent. Raise it, or send less', remedy: limits };
    case 'invalid':
      if (reason.startsWith('too_large')) return { text: `Larger than may be sent${sizeHint(reason)}` };
      return lookUp(invalid, reason) ?? { text: outcomeWords.invalid.meaning };
    case 'abuse':
      return { text: outcomeWords.abuse.meaning };
    case 'client_discard':
      return lookUp(discarded, reason) ?? { text: 'A reason of the app’s own' };
  }
}

function sizeHint(reason: string): string {
  return reason === 'too_large:event' ? ': an event is at most 1 MB' : reason === 'too_large:envelope' ? ': a request is at most 200 MB' : '';
}

function lookUp(meanings: Record<string, Meaning>, reason: string): Meaning | undefined {
  return Object.hasOwn(meanings, reason) ? meanings[reason] : undefined;
}
