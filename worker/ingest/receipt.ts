/** What the answer to an accepted request says. */
export interface Receipt {
  /** Null where nothing in the request has an id. */
  eventId: string | null;
  limits: {
    /** Something of the request hit a limit, so it is answered 429, whatever else was kept. */
    hasRefused: boolean;
    /** Of every limit in force: on any answer. */
    headers: Record<string, string>;
  };
  /** Of this answer alone. */
  headers?: Readonly<Record<string, string>>;
}
