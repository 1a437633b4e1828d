import type { MetaTree, Repair } from './repairs.ts';

/*
 * A normalized event: the protocol's own snake_case shape, and what is stored as JSON. Readers can rely on the types here, which is the point of
 * normalizing. Whatever is called a bag is free data of the client, limited in depth and size. Absent is `undefined`, never null.
 *
 * Source: relay-event-schema/src/protocol
 */

export const levels = ['debug', 'info', 'warning', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

export type EventType = 'error' | 'default' | 'transaction' | 'feedback' | 'csp' | 'hpkp' | 'expectct' | 'expectstaple' | 'nel';

/** Free data of a client. */
export type Bag = Record<string, unknown>;

export type Tag = [key: string, value: string];

export type Pair = [name: string, value: string];

export interface Event {
  /** 32 lower-case hex digits. */
  event_id: string;
  type: EventType;
  /** When it happened, in Unix seconds, after correction of the client's clock. */
  timestamp: number;
  /** When it arrived, in Unix seconds. */
  received: number;
  start_timestamp?: number | undefined;
  level: Level;
  platform: string;
  logger?: string | undefined;
  release?: string | undefined;
  dist?: string | undefined;
  environment?: string | undefined;
  transaction?: string | undefined;
  culprit?: string | undefined;
  fingerprint?: string[] | undefined;
  /** A grouping hash made by an old client. */
  checksum?: string | undefined;
  logentry?: LogEntry | undefined;
  /** Oldest cause first: the last one is what was caught. */
  exception?: Values<Exception> | undefined;
  /** The stack of an event without exceptions. */
  stacktrace?: Stacktrace | undefined;
  threads?: Values<Thread> | undefined;
  /** Oldest first. */
  breadcrumbs?: Values<Breadcrumb> | undefined;
  template?: Template | undefined;
  request?: RequestData | undefined;
  user?: User | undefined;
  contexts: Contexts;
  /** What the client set, then what is derived from the rest of the event. No key twice. */
  tags: Tag[];
  extra?: Bag | undefined;
  modules?: Record<string, string> | undefined;
  sdk?: Sdk | undefined;
  debug_meta?: DebugMeta | undefined;
  csp?: Bag | undefined;
  hpkp?: Bag | undefined;
  expectct?: Bag | undefined;
  expectstaple?: Bag | undefined;
  nel?: Bag | undefined;
  time_spent?: number | undefined;
  /** What grouping found out about the event; absent where there is nothing to say. */
  _grouping?: GroupingNote | undefined;
  /** Only of transactions, as are the next three. */
  spans?: unknown[] | undefined;
  measurements?: Bag | undefined;
  breakdowns?: Bag | undefined;
  transaction_info?: Bag | undefined;
  /** Errors of normalization, flat, in the order found. The same are in `_meta` at their place. */
  errors: Repair[];
  /** Mirror of the event: what was dropped or repaired where. Absent where nothing was. */
  _meta?: MetaTree | undefined;
}

export interface GroupingNote {
  /** The fingerprint rule that applied, as it was written. */
  rule?: string | undefined;
  /** That the rule gave. */
  title?: string | undefined;
  /** Place of the exception that names the event, where that is not the last one. */
  main_exception?: number | undefined;
}

export interface Values<Value> {
  values: Value[];
}

export interface LogEntry {
  /** The text to show. */
  formatted?: string | undefined;
  /** The template, where it differs from `formatted`. */
  message?: string | undefined;
  params?: unknown[] | Bag | undefined;
}

export interface Exception {
  type?: string | undefined;
  value?: string | undefined;
  module?: string | undefined;
  thread_id?: string | number | undefined;
  mechanism?: Mechanism | undefined;
  stacktrace?: Stacktrace | undefined;
  /** Before symbolication, where the client did that itself. */
  raw_stacktrace?: Stacktrace | undefined;
}

export interface Mechanism {
  type: string;
  handled?: boolean | undefined;
  /** The exception's type is a placeholder that grouping and titles ignore. */
  synthetic?: boolean | undefined;
  description?: string | undefined;
  help_link?: string | undefined;
  /** How the parent refers to this exception, e.g. `__cause__`, `exceptions[0]`. */
  source?: string | undefined;
  is_exception_group?: boolean | undefined;
  exception_id?: number | undefined;
  parent_id?: number | undefined;
  data?: Bag | undefined;
  meta?: Bag | undefined;
}

export interface Stacktrace {
  /** Oldest first: the last one is where it crashed. Never empty. */
  frames: Frame[];
  registers?: Record<string, string> | undefined;
  lang?: string | undefined;
  snapshot?: boolean | undefined;
  instruction_addr_adjustment?: string | undefined;
}

export interface Frame {
  function?: string | undefined;
  raw_function?: string | undefined;
  symbol?: string | undefined;
  module?: string | undefined;
  package?: string | undefined;
  filename?: string | undefined;
  abs_path?: string | undefined;
  lineno?: number | undefined;
  colno?: number | undefined;
  platform?: string | undefined;
  context_line?: string | undefined;
  pre_context?: string[] | undefined;
  post_context?: string[] | undefined;
  /** As the client said; undefined where it did not. */
  in_app?: boolean | undefined;
  vars?: Bag | undefined;
  data?: Bag | undefined;
  /** Addresses are hex with `0x`. */
  image_addr?: string | undefined;
  instruction_addr?: string | undefined;
  symbol_addr?: string | undefined;
  addr_mode?: string | undefined;
  trust?: string | undefined;
  lang?: string | undefined;
  stack_start?: boolean | undefined;
  lock?: Bag | undefined;
  function_id?: string | undefined;
  parent_index?: number | undefined;
  sample_count?: number | undefined;
}

export interface Thread {
  id?: string | number | undefined;
  name?: string | undefined;
  crashed?: boolean | undefined;
  current?: boolean | undefined;
  main?: boolean | undefined;
  state?: string | undefined;
  stacktrace?: Stacktrace | undefined;
  raw_stacktrace?: Stacktrace | undefined;
  held_locks?: Bag | undefined;
}

export interface Breadcrumb {
  /** Unix seconds, corrected like the event's own. */
  timestamp?: number | undefined;
  type: string;
  category?: string | undefined;
  level: Level;
  message?: string | undefined;
  data?: Bag | undefined;
  event_id?: string | undefined;
  origin?: string | undefined;
}

export interface Template {
  filename?: string | undefined;
  abs_path?: string | undefined;
  lineno?: number | undefined;
  pre_context?: string[] | undefined;
  context_line?: string | undefined;
  post_context?: string[] | undefined;
}

export interface RequestData {
  /** Without query and fragment. */
  url?: string | undefined;
  method?: string | undefined;
  query_string?: Pair[] | undefined;
  fragment?: string | undefined;
  /** The body: an object or a list where it could be read as one. */
  data?: unknown;
  inferred_content_type?: string | undefined;
  cookies?: Pair[] | undefined;
  /** Without cookies. */
  headers?: Pair[] | undefined;
  env?: Bag | undefined;
  body_size?: number | undefined;
  api_target?: string | undefined;
  protocol?: string | undefined;
}

export interface User {
  id?: string | undefined;
  email?: string | undefined;
  username?: string | undefined;
  name?: string | undefined;
  ip_address?: string | undefined;
  segment?: string | undefined;
  geo?: Bag | undefined;
  /** All keys that the protocol does not know. */
  data?: Bag | undefined;
}

/** By name; `type` says which schema the context follows and is the name where the client did not say. */
export type Contexts = Record<string, Context>;

export interface Context extends Bag {
  type: string;
}

export interface Sdk {
  name: string;
  version: string;
  integrations?: string[] | undefined;
  features?: string[] | undefined;
  packages?: { name?: string | undefined; version?: string | undefined }[] | undefined;
  settings?: { infer_ip?: 'auto' | 'never' | 'legacy' | undefined } | undefined;
}

export interface DebugMeta {
  images: DebugImage[];
  sdk_info?: Bag | undefined;
}

export interface DebugImage extends Bag {
  type: string;
}
