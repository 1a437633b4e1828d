import type { EndpointName } from '../route.ts';
import type { Endpoint } from './endpoint.ts';
import { envelopeEndpoint } from './envelope.ts';
import { eventAttachmentsEndpoint } from './event-attachments.ts';
import { minidumpEndpoint } from './minidump.ts';
import { storeEndpoint } from './store.ts';

/** Every endpoint of the face for SDKs. Which path leads to which says route.ts. */
export const endpoints: Readonly<Record<EndpointName, Endpoint>> = {
  envelope: envelopeEndpoint,
  eventAttachments: eventAttachmentsEndpoint,
  minidump: minidumpEndpoint,
  store: storeEndpoint,
};
