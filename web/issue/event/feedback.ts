import type { Event } from '../../../worker/api/contract/event.ts';
import { asFields, asLabel } from '../../../worker/reading/value.ts';

/** A feedback that is an event of its own. */
export interface Feedback {
  message: string;
  name: string | null;
  email: string | null;
  /** The page it was written on. */
  url: unknown;
  source: string | null;
  /** Of the event it is about, 32 hex digits. */
  aboutEventId: string | null;
  replayId: string | null;
}

/** Null where the event is none. */
export function readFeedback({ type, contexts }: Pick<Event, 'type' | 'contexts'>): Feedback | null {
  if (type !== 'feedback') return null;
  const feedback = asFields(contexts['feedback']);
  const text = (key: string): string | null => asLabel(feedback[key]) || null;
  const aboutEventId = text('associated_event_id')?.replaceAll('-', '').toLowerCase() ?? '';
  return {
    message: text('message') ?? '',
    name: text('name'),
    email: text('contact_email'),
    url: feedback['url'],
    source: text('source'),
    aboutEventId: /^[0-9a-f]{32}$/.test(aboutEventId) ? aboutEventId : null,
    replayId: text('replay_id'),
  };
}

/** Null for what is no address that a mail program should be handed: it may be of anybody who can write a form. */
export function mailAddress(email: string): string | null {
  return /^[\w.!#$%'*+/=^`{|}~-]+@[\w-]+(?:\.[\w-]+)+$/.test(email) ? `mailto:${encodeURIComponent(email)}` : null;
}
