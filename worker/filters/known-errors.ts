import type { Event, Exception } from '../event/event.ts';
import { matchesAny } from './glob.ts';

const anything: readonly string[] = ['*'];

interface KnownError {
  types: readonly string[];
  values: readonly string[];
}

/** A page that was deployed anew while it was open asks for code that is gone. Source: Sentry's generic filters */
const chunkLoadErrors: readonly KnownError[] = [
  { types: ['ChunkLoadError'], values: ['Loading chunk *', 'Failed to load chunk *'] },
  { types: ['*Uncaught *'], values: ['ChunkLoadError: Loading chunk *', 'ChunkLoadError: Failed to load chunk *'] },
  { types: ['Error'], values: ['Uncaught (in promise): ChunkLoadError*'] },
];

/** What a browser drew is not what the server had rendered; extensions that change pages cause most of them. */
const hydrationErrors: readonly KnownError[] = [
  {
    types: anything,
    values: ['*https://reactjs.org/docs/error-decoder.html\\?invariant={418,419,421,422,423,425}*', '*https://react.dev/errors/{418,419,421,422,423,425}*'],
  },
];

export const isChunkLoadError = (event: Event): boolean => hasAny(event, chunkLoadErrors);
export const isHydrationError = (event: Event): boolean => hasAny(event, hydrationErrors);

function hasAny({ exception }: Event, known: readonly KnownError[]): boolean {
  return (exception?.values ?? []).some((one) => known.some((error) => isOne(one, error)));
}

function isOne({ type = '', value = '' }: Exception, { types, values }: KnownError): boolean {
  return matchesAny(values, value) && matchesAny(types, type);
}
