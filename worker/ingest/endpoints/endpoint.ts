import type { Result } from '../../result.ts';
import type { IngestCall } from '../call.ts';
import type { Receipt } from '../receipt.ts';
import type { Refused } from '../refusal.ts';

/** One address that SDKs, browsers and tools send to. */
export interface Endpoint {
  methods: readonly ('GET' | 'HEAD' | 'PATCH' | 'POST')[];
  /** What it answers is durable. */
  receive(call: IngestCall): Promise<Result<Receipt, Refused>>;
  /** The answer to what was accepted; the headers that all answers carry are added to it. */
  acknowledge(receipt: Receipt, call: IngestCall): Response;
  /** Whether its clients understand a 429. Where they do not, what is limited is dropped and counted all the same. */
  tellsLimits: boolean;
  /** On all of its answers, also to what was refused and to an OPTIONS. */
  headers?: Readonly<Record<string, string>>;
}
