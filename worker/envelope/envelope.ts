/** The first line of an envelope. Values come from the client: read them with `typeof`. */
export type EnvelopeHeader = Readonly<Record<string, unknown>>;

export interface ItemHeader {
  readonly type: string;
  /** Payload bytes; null where the payload runs to the next newline. */
  readonly length: number | null;
  /** All header keys as sent. */
  readonly all: Readonly<Record<string, unknown>>;
}

export interface Item {
  header: ItemHeader;
  /** Null where the payload was not kept: skipped, or handed on as a stream. */
  payload: Uint8Array | null;
  bytes: number;
}

export type EnvelopeError =
  | { reason: 'empty_body' }
  | { reason: 'header_not_json'; at: number } // byte offset into the decompressed body
  | { reason: 'item_header_not_json'; at: number }
  | { reason: 'item_without_type'; at: number }
  | { reason: 'item_length_invalid'; at: number }
  | { reason: 'item_truncated'; at: number; expectedBytes: number }
  | { reason: 'item_not_ended'; at: number } // something other than a newline follows a counted payload
  | { reason: 'header_too_large'; at: number; maxBytes: number }
  | { reason: 'item_too_large'; type: string; maxBytes: number }
  | { reason: 'too_many_items'; maxItems: number }
  | { reason: 'body_too_large'; maxBytes: number }
  | { reason: 'body_unreadable'; message: string };
