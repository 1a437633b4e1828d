import type { Event } from './event.ts';
import { normalizeEvent, type NormalizeContext } from './normalize.ts';

/** 2026-11-23T12:00:00Z */
export const receivedAt = Date.UTC(2026, 10, 23, 12);

export function contextOf(context: Partial<NormalizeContext>): NormalizeContext {
  return { eventId: 'a'.repeat(32), receivedAt, sentAt: null, clientIp: null, userAgent: null, client: null, ...context };
}

export function normalized(payload: Record<string, unknown>, context: Partial<NormalizeContext> = {}): Event {
  return normalizeEvent(payload, contextOf(context));
}
