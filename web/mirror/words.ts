import type { Capture, CaptureDetail, CapturedItem, CapturedOutcome } from '../../worker/api/contract/capture.ts';
import { projectSettingsPath } from '../places.ts';
import type { IconName } from '../ui/icon-names.ts';

/** What became of a request or an item, as it stands in a row. */
export interface Mark {
  word: string;
  icon: IconName;
  /** Classes of mirror.css; colour never says it alone. */
  tone: 'accepted' | 'partly' | 'limited' | 'filtered' | 'invalid' | 'unknown';
}

type Outcome = CapturedOutcome['outcome'];

const marks: Record<Outcome, Mark> = {
  accepted: { word: 'Kept', icon: 'check', tone: 'accepted' },
  filtered: { word: 'Filtered', icon: 'filter', tone: 'filtered' },
  rate_limited: { word: 'Rate limited', icon: 'gauge', tone: 'limited' },
  invalid: { word: 'Refused', icon: 'circle-alert', tone: 'invalid' },
  abuse: { word: 'Turned away', icon: 'ban', tone: 'invalid' },
  client_discard: { word: 'Told by the SDK', icon: 'info', tone: 'filtered' },
  unknown: { word: 'Not judged', icon: 'circle-dashed', tone: 'unknown' },
};

/** Of a request in the list. What was refused says how, where all of it went the same way. */
export function markOfCapture({ fate, status, items, itemCount }: Pick<Capture, 'fate' | 'status' | 'items' | 'itemCount'>): Mark {
  const outcomes = new Set(items.map(({ outcome }) => outcome));
  if (outcomes.size === 1 && outcomes.has('unknown') && fate !== 'refused') return marks.unknown;
  switch (fate) {
    case 'kept':
      return marks.accepted;
    case 'partly': {
      const kept = items.filter(({ outcome }) => outcome === 'accepted').length;
      const word = items.length === itemCount && itemCount > 1 ? `${kept} of ${itemCount} kept` : 'Partly kept';
      return { word, icon: 'circle-dashed', tone: 'partly' };
    }
    case 'refused': {
      if (status === 429) return marks.rate_limited;
      const [only] = outcomes;
      return outcomes.size === 1 && only !== undefined && only !== 'accepted' && only !== 'unknown' ? marks[only] : marks.invalid;
    }
  }
}

/** Of an item: the one outcome, or how many of several were kept. */
export function markOfItem({ outcomes }: Pick<CapturedItem, 'outcomes'>): Mark {
  const kinds = new Set(outcomes.map(({ outcome }) => outcome));
  const [only] = kinds;
  if (only === undefined) return marks.unknown;
  if (kinds.size === 1) return marks[only];
  const kept = outcomes.filter(({ outcome }) => outcome === 'accepted').length;
  return { word: kept === 0 ? 'Not kept' : `${kept} of ${outcomes.length} kept`, icon: 'circle-dashed', tone: 'partly' };
}

/** What there is to say of the request as a whole: nothing where its items say it, or where all is well. */
export function verdictOf({ outcomes, envelope }: Pick<CaptureDetail, 'outcomes' | 'envelope'>): CapturedOutcome[] {
  const isSaid = envelope?.items.some((item) => item.outcomes.some(({ outcome }) => outcome !== 'unknown')) === true;
  return isSaid ? [] : outcomes.filter(({ outcome }) => outcome !== 'accepted');
}

const settingLabels: Record<NonNullable<CapturedOutcome['setting']>, string> = {
  filters: 'Change the filters',
  limits: 'Change the limits',
  origins: 'Change the allowed origins',
  keys: 'See the keys',
  scrubbing: 'See the scrubbing rules',
};

/** The way to the setting that decided so. */
export function settingLink(org: string, project: string, setting: CapturedOutcome['setting']): { label: string; href: string } | null {
  if (setting === null) return null;
  const href = setting === 'origins' ? `${projectSettingsPath(org, project, 'filters')}#origins` : projectSettingsPath(org, project, setting);
  return { label: settingLabels[setting], href };
}

/** `sentry.javascript.node/11.12.0` → `sentry.javascript.node 11.12.0`. */
export function clientName(client: string | null): string {
  if (client === null) return 'no SDK named';
  const [, name, version] = /^([\w.@-]+)\/([\w.+-]+)$/.exec(client) ?? [];
  return name === undefined ? client : `${name} ${version}`;
}

/** `15:44:52.318`, on the reader's clock. */
export function clockTime(at: string): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
