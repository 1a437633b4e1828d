import type { Index, Organization } from '../../worker/api/contract/organization.ts';
import { issuesPath, safeNext, signInPath } from '../places.ts';
import { type Match, matchRoute } from '../routes.tsx';

export type Decision =
  | { kind: 'go'; href: string }
  /** A screen inside the frame of an organization. No match: there is nothing at this address. */
  | { kind: 'frame'; org: string; match: Match | null }
  /** A screen of its own. */
  | { kind: 'bare'; match: Match }
  /** Signed in, but a member of no organization. */
  | { kind: 'homeless' }
  /** Not known yet. */
  | { kind: 'wait' };

interface Situation {
  path: string;
  query: URLSearchParams;
  index: Index | null;
  /** Of the one who is signed in. */
  organizations: readonly Organization[] | null;
}

/** What to show at an address, or where to go instead: first the set-up, then the sign-in, then what the address says. */
export function decide({ path, query, index, organizations }: Situation): Decision {
  if (!index) return { kind: 'wait' };
  const match = matchRoute(path);
  const pattern = match?.route.pattern;

  if (!index.isSetUp) return match && pattern === '/setup' ? { kind: 'bare', match } : { kind: 'go', href: '/setup' };
  if (pattern === '/setup') return { kind: 'go', href: '/' };
  if (!index.user) return match && pattern === '/sign-in' ? { kind: 'bare', match } : { kind: 'go', href: signInPath(addressOf(path, query)) };
  if (pattern === '/sign-in') return { kind: 'go', href: safeNext(query.get('next')) };

  if (!organizations) return { kind: 'wait' };
  const [first] = organizations;
  if (!first) return { kind: 'homeless' };
  if (path === '/') return { kind: 'go', href: issuesPath(first.slug) };
  const known = organizations.find(({ slug, id }) => slug === match?.values.org || id === match?.values.org);
  return { kind: 'frame', org: (known ?? first).slug, match: known ? match : null };
}

function addressOf(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
