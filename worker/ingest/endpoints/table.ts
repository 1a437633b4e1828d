import type { EndpointName } from '../route.ts';
import type { Endpoint } from './endpoint.ts';
import { envelopeEndpoint } from './envelope.ts';
import { eventAttachmentsEndpoint } from './event-attachments.ts';
import { minidumpEndpoint } from './minidump.ts';
import { cronEndpoint } from './cron.ts';
import { otlpEndpoint } from './otlp.ts';
import { nelEndpoint, securityEndpoint } from './security.ts';
import { storeEndpoint } from './store.ts';
import { unrealEndpoint } from './unreal.ts';
import { uploadEndpoint, uploadsEndpoint } from './upload.ts';
import { vercelEndpoint } from './vercel.ts';

/** Every endpoint of the face for SDKs. Which path leads to which says route.ts. */
export const endpoints: Readonly<Record<EndpointName, Endpoint>> = {
  envelope: envelopeEndpoint,
  eventAttachments: eventAttachmentsEndpoint,
  minidump: minidumpEndpoint,
  unreal: unrealEndpoint,
  store: storeEndpoint,
  security: securityEndpoint,
  nel: nelEndpoint,
  otlp: otlpEndpoint,
  vercel: vercelEndpoint,
  cron: cronEndpoint,
  uploads: uploadsEndpoint,
  upload: uploadEndpoint,
};
