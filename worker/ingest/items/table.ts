import type { ItemHeader } from '../../envelope/envelope.ts';
import { attachmentHandler } from './attachment.ts';
import { clientReportHandler } from './client-report.ts';
import { eventHandler } from './event.ts';
import type { ItemHandler } from './handler.ts';
import { nelHandler, rawSecurityHandler } from './security.ts';
import { skippedHandler } from './skipped.ts';
import { telemetryHandlers, telemetryTypeOf } from './telemetry.ts';
import { userReportHandler } from './user-report.ts';

/** What this version does with items, by type. Which types there are, and how large they may be, says envelope/item-types.ts. */
const handlers: ReadonlyMap<string, ItemHandler> = new Map([
  ['event', eventHandler],
  ['feedback', eventHandler],
  ['user_report', userReportHandler],
  ['attachment', attachmentHandler],
  ['client_report', clientReportHandler],
  ['raw_security', rawSecurityHandler],
  ['nel', nelHandler],
  ...telemetryHandlers,
]);

/** Never fails: a type that nobody knows is counted as such, and the rest of its envelope goes on. */
export function handlerOf(header: ItemHeader): ItemHandler {
  return handlers.get(telemetryTypeOf(header)) ?? skippedHandler;
}
