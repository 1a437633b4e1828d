import type { Background, Env } from '../env.ts';
import type { Recorder } from './recorder.ts';
import type { IngestRoute } from './route.ts';

/** One request on the face for SDKs. */
export interface IngestCall {
  env: Env;
  context: Background;
  request: Request;
  url: URL;
  route: IngestRoute;
  /** Unix milliseconds. */
  receivedAt: number;
  /** Of a request that may be captured. */
  recorder?: Recorder;
}
