/** What became of something, as the statistics count it. */
export interface KeptOutcome {
  outcome: 'accepted' | 'filtered' | 'rate_limited' | 'invalid' | 'abuse' | 'client_discard' | 'unknown';
  reason: string | null;
  category: string | null;
  quantity: number;
}

/** All of a capture but its body and what lists show, as JSON in front of the body. */
export interface CaptureHead {
  /** Masked. */
  request: { url: string; headers: [string, string][] };
  answer: { status: number; headers: [string, string][]; body: string };
  /** After the arrival, ms. */
  timings: { firstByteMs: number | null; bodyReadMs: number | null; answeredMs: number };
  /** Of the request as a whole. */
  outcomes: KeptOutcome[];
  /** By item of the envelope. */
  itemOutcomes: KeptOutcome[][];
  eventId: string | null;
  /** Of the body as it is kept. */
  encoding: string | null;
  endpoint: string;
  problem: string | null;
}
