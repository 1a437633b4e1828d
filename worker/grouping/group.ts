import { createHash } from 'node:crypto';
import type { Event } from '../event/event.ts';
import { currentMechanism, mechanisms, type Mechanism } from './mechanisms.ts';

export interface Grouping {
  /** Version of the mechanism that computed the hashes. */
  mechanism: Mechanism;
  /** 32 hex digits each. The first one names the issue; an issue of any of them is the event's issue. */
  hashes: readonly [string, ...string[]];
  /** As the client sent it; `{{ default }}` stands for what the mechanism found. */
  fingerprint: string[];
  /** What decided, in words. */
  component: string;
}

/** Which issue an event belongs to. Source: sentry/src/sentry/grouping/api.py */
export function groupEvent(event: Event, mechanism: Mechanism = currentMechanism): Grouping {
  // Each is a case of its own; told by its id, so that the same one sent twice is still one.
  if (event.type === 'feedback') return { mechanism, hashes: [md5(['feedback', event.event_id])], fingerprint: [event.event_id], component: 'feedback' };
  const fingerprint = event.fingerprint ?? ['{{ default }}'];
  if (event.checksum) return { mechanism, hashes: [hashOfChecksum(event.checksum)], fingerprint, component: 'checksum' };
  if (!fingerprint.some(isDefault)) return { mechanism, hashes: [md5(fingerprint)], fingerprint, component: 'custom fingerprint' };

  const variants = mechanisms[mechanism](event);
  const isMixed = fingerprint.length > 1;
  const [first, ...others] = variants.map((variant) => md5(fingerprint.flatMap((part) => (isDefault(part) ? variant.values : [part]))));
  return {
    mechanism,
    hashes: [first ?? md5(fingerprint.filter((part) => !isDefault(part))), ...others],
    fingerprint,
    component: `${isMixed ? 'custom fingerprint and ' : ''}${variants[0]?.component ?? 'nothing'}`,
  };
}

function isDefault(part: string): boolean {
  return /^\{\{\s*default\s*\}\}$/.test(part);
}

/** Old clients computed hashes themselves; what does not look like one is made one. */
function hashOfChecksum(checksum: string): string {
  return /^[0-9a-f]{32}$/i.test(checksum) ? checksum.toLowerCase() : md5([checksum]);
}

function md5(values: readonly string[]): string {
  return createHash('md5').update(values.join('')).digest('hex');
}
