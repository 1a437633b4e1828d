/** What a key takes: it decides how its values are read. */
export type KeyKind =
  | 'text'
  /** Text that compares: `release.version:>=1.2`. */
  | 'version'
  | 'number'
  | 'duration'
  | 'size'
  | 'percentage'
  | 'boolean'
  | 'date'
  /** 32 hexadecimal digits. */
  | 'id'
  /** One of a few words. */
  | 'word'
  /** `me`, `none`, `my_teams`, a `#team`, a name or an email. */
  | 'actor';

/** Where a query is asked: among issues, or among events. */
export type QueryKind = 'issues' | 'events';

export interface KeyInfo {
  /** Sentry's main name of it. */
  name: string;
  kind: KeyKind;
  /** What it holds, in one line. */
  about: string;
  /** Other names of the same. */
  aliases: readonly string[];
  /** In which queries it is known. Elsewhere its name is a tag's. */
  queries: readonly QueryKind[];
  /** The words it takes, for those that take a few only. */
  words: readonly string[];
}
