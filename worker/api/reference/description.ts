import type * as z from 'zod/mini';

export const topics = [
  'Installation',
  'Organizations',
  'Projects',
  'Teams and members',
  'Ownership',
  'Issues',
  'Events',
  'Captures',
  'Tags',
  'Releases',
  'Statistics',
] as const;
export type Topic = (typeof topics)[number];

export interface Parameter {
  /** A sentence. */
  text: string;
  isRequired?: boolean;
  /** It may be there several times. */
  repeats?: boolean;
  /** All that it may be. */
  values?: readonly string[];
}

/** What a route takes and answers: for the reference that people and machines read, and for the tests, which hold every request and reply against it. */
export interface Description {
  topic: Topic;
  /** A sentence. */
  summary: string;
  /** Of the query, by name. Others are passed over. */
  query?: Record<string, Parameter>;
  /** JSON. */
  body?: z.ZodMiniType;
  /** By status, the usual one first; null for a reply without a body. Refusals are the same everywhere. */
  replies: Record<number, z.ZodMiniType | null>;
  /** Replies with bytes instead where the query asks for it. */
  mayBeBytes?: true;
  /** The reply is a text of this type. */
  textType?: string;
}

export type Descriptions = Record<`${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`, Description>;
