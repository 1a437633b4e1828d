import type { Bag, Contexts, EventType, User } from './event.ts';
import { shortenText } from './text.ts';

const maxMessageCharacters = 4096;

/** What is wrong with a feedback, in Sentry's words; null for nothing. Without words in it there is nothing to show. */
export function flawOfFeedback({ feedback }: Contexts): 'missing_context' | 'missing_message_key' | 'empty_message' | null {
  if (!feedback) return 'missing_context';
  if (typeof feedback.message !== 'string') return 'missing_message_key';
  return feedback.message.trim() === '' ? 'empty_message' : null;
}

export function normalizeFeedback(context: Bag): Bag {
  return typeof context.message === 'string' ? { ...context, message: shortenText(context.message, maxMessageCharacters) } : context;
}

/** Who writes tells how to reach them: that is the user, where nothing better is known. */
export function addContact(user: User | undefined, type: EventType, { feedback }: Contexts): User | undefined {
  const email = feedback?.contact_email;
  if (type !== 'feedback' || user?.email !== undefined || typeof email !== 'string' || email === '') return user;
  return { ...user, email: email.slice(0, 75) };
}
