/**
 * What a query means, as read by `parseQuery`. Every node says where it stands: `start` and `end` are offsets in UTF-16 units, as of `slice` and of a
 * `selectionStart`, with `end` behind the last character.
 *
 * The tree mirrors what was typed: parentheses are a `group`, an `and` holds no `and` and an `or` no `or` but by way of a group, and both have two nodes or more.
 */
export interface Query {
  /** Null where nothing is asked, which is to say: everything. */
  root: QueryNode | null;
}

export type QueryNode = AndNode | OrNode | GroupNode | FilterNode | HasNode | IsNode | TextNode;

export interface Span {
  start: number;
  end: number;
}

/** Neighbours, with or without `AND` between them. */
export interface AndNode extends Span {
  type: 'and';
  nodes: QueryNode[];
}

export interface OrNode extends Span {
  type: 'or';
  nodes: QueryNode[];
}

export interface GroupNode extends Span {
  type: 'group';
  node: QueryNode;
}

/**
 * `key:value`. `operator` and `isNegated` are what is meant, not what was typed: `!timesSeen:>5` is `<=` and not negated, `level:!=error` is `=` and negated. So only
 * `=` is ever negated. A negated filter also finds what lacks the key.
 */
export interface FilterNode extends Span {
  type: 'filter';
  isNegated: boolean;
  key: Key;
  operator: Operator;
  value: Value;
}

export type Operator = '=' | '>' | '>=' | '<' | '<=';

/** `has:key`: the key is there and not empty. */
export interface HasNode extends Span {
  type: 'has';
  isNegated: boolean;
  key: FieldKey | TagKey | FlagKey;
}

/** `is:word`, in issue queries only. */
export interface IsNode extends Span {
  type: 'is';
  isNegated: boolean;
  word: IsWord;
}

/** Old and other names are gone: `is:ignored`, `is:muted` and `is:archived` are all `archived`; `is:until_escalating` is `archived_until_escalating`. */
export type IsWord = IssueStatusWord | IssueSubstatusWord | 'assigned' | 'unassigned' | 'for_review' | 'linked' | 'unlinked';

export type IssueStatusWord = 'unresolved' | 'resolved' | 'archived' | 'reprocessing';

export type IssueSubstatusWord =
  | 'new'
  | 'ongoing'
  | 'escalating'
  | 'regressed'
  | 'archived_until_escalating'
  | 'archived_until_condition_met'
  | 'archived_forever';

/** Looked for anywhere in the message, without regard to case. A run of words is one text, and so is what stands in double quotes. */
export interface TextNode extends Span {
  type: 'text';
  isQuoted: boolean;
  value: TextValue | WildcardValue;
}

export type Key = FieldKey | TagKey | FlagKey | AggregateKey;

/** A key of Sentry's, by its main name: `age`, `first_seen` and `firstSeen` are all `firstSeen`. See `keys.ts`. */
export interface FieldKey extends Span {
  type: 'field';
  name: string;
}

/** Any other name, and `tags[…]`. */
export interface TagKey extends Span {
  type: 'tag';
  name: string;
  /** Of `tags[key,number]` and `tags[key,string]`; null where not said. */
  valueType: 'string' | 'number' | null;
}

/** `flags[…]`: a feature flag that was evaluated. */
export interface FlagKey extends Span {
  type: 'flag';
  name: string;
  valueType: 'string' | 'number' | null;
}

/** `p95(transaction.duration)`, in event queries only. Arguments are as typed, without the quotes around them. */
export interface AggregateKey extends Span {
  type: 'aggregate';
  name: string;
  args: string[];
}

export type Value = SingleValue | ListValue;

export type SingleValue = TextValue | WildcardValue | NumberValue | DurationValue | SizeValue | PercentageValue | BooleanValue | DateValue | RelativeDateValue;

/** The whole value, exactly and with regard to case, with escapes undone. The empty text is `key:""`: the key is not there, or is empty. */
export interface TextValue extends Span {
  type: 'text';
  text: string;
}

/**
 * The whole value, without regard to case. Literal texts with anything, or nothing, between each two of them: `*.js` is `['', '.js']`, `a*b*` is `['a', 'b', '']`,
 * and `*` is `['', '']`. Two or more. Literals may hold `*`, `%`, `_` and the like, which then mean themselves.
 */
export interface WildcardValue extends Span {
  type: 'wildcard';
  literals: string[];
}

export interface NumberValue extends Span {
  type: 'number';
  /** `3k` is 3000. */
  number: number;
}

export interface DurationValue extends Span {
  type: 'duration';
  milliseconds: number;
}

export interface SizeValue extends Span {
  type: 'size';
  bytes: number;
}

export interface PercentageValue extends Span {
  type: 'percentage';
  /** `50%` is 0.5. */
  ratio: number;
}

export interface BooleanValue extends Span {
  type: 'boolean';
  boolean: boolean;
}

export interface DateValue extends Span {
  type: 'date';
  /** Unix milliseconds. Of a day its beginning in UTC. */
  at: number;
  /** With `=`, a day is meant as a whole, and an instant by and large. See `date-range.ts`. */
  precision: 'day' | 'instant';
}

/** `-24h`: since 24 hours ago. `+24h`: until 24 hours ago. */
export interface RelativeDateValue extends Span {
  type: 'relative_date';
  direction: 'since' | 'until';
  agoMilliseconds: number;
}

/** `[a, b]`: any of them; negated, none of them. Never empty; all of one kind, but that texts and wildcards mix. */
export interface ListValue extends Span {
  type: 'list';
  values: SingleValue[];
}

/** Where a query is wrong, and why, in words for people. The span is what to mark. */
export interface QueryError extends Span {
  reason: QueryErrorReason;
  message: string;
}

export type QueryErrorReason =
  | 'query_too_long'
  | 'too_many_terms'
  | 'too_deep'
  | 'unmatched_parenthesis'
  | 'empty_value'
  | 'unmatched_quote'
  | 'bad_list'
  | 'invalid_number'
  | 'invalid_duration'
  | 'invalid_size'
  | 'invalid_percentage'
  | 'invalid_boolean'
  | 'invalid_date'
  | 'negated_date'
  | 'invalid_id'
  | 'invalid_word'
  | 'invalid_key'
  | 'aggregate_not_allowed'
  | 'wildcard_not_allowed'
  | 'line_break'
  | 'operator_misplaced';
