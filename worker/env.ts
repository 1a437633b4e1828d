import type { Effect } from './issue/effects.ts';
import type { CourierObject } from './issue/courier-object.ts';
import type { IssueObject } from './issue/issue-object.ts';
import type { LimitObject } from './limits/limit-object.ts';
import type { LiveObject } from './live/live-object.ts';
import type { MirrorObject } from './mirror/mirror-object.ts';
import type { ProjectorObject } from './storage/projector-object.ts';
import type { TelemetryObject } from './telemetry/telemetry-object.ts';
import type { OverflowNotice } from './ingest/overflow.ts';

/** Bindings as named in wrangler.toml. Further data shards are bound as DB_1, DB_2, …: see storage/shards.ts. */
export interface Env {
  /** Identity and configuration, and the event data of shard 0. */
  DB: D1Database;
  /**
   * Attachments (`attachments/…`), uploads that will be some (`uploads/…`), telemetry (`telemetry/…`, `profiles/…`, `replays/…`), events waiting for their issue
   * object (`overflow/…`), reports waiting for their database (`waiting-reports/…`), captured requests (`captures/…`), and what is put aside while a request is read (`spool/…`).
   */
  FILES: R2Bucket;
  ISSUES: DurableObjectNamespace<IssueObject>;
  /** Any number, for what is done to many issues at once. */
  COURIERS: DurableObjectNamespace<CourierObject>;
  /** One per data shard, by projectorName. */
  PROJECTORS: DurableObjectNamespace<ProjectorObject>;
  /** One per limit, by its id. */
  LIMITS: DurableObjectNamespace<LimitObject>;
  /** Several per project, by telemetryObjectName. */
  TELEMETRY: DurableObjectNamespace<TelemetryObject>;
  /** One per organization, by liveObjectName. */
  LIVE: DurableObjectNamespace<LiveObject>;
  /** One per project, and one per organization for what no project could be found for, by mirrorObjectName. */
  MIRRORS: DurableObjectNamespace<MirrorObject>;
  EFFECTS: Queue<Effect>;
  OVERFLOW: Queue<OverflowNotice>;
  ASSETS: Fetcher;
  SIGN_IN_LIMIT: RateLimit;
  /** Where the JS loader gets the SDK from, for those who host its bundles themselves; Sentry's CDN by default. */
  SDK_CDN?: string;
  /** Secret that allows the first set-up; `npm start` and `npm run deploy` make one. Without it, set-up is closed. */
  SETUP_TOKEN?: string;
}

/** What goes on behind the answer is handed to this. */
export type Background = Pick<ExecutionContext, 'waitUntil'>;
