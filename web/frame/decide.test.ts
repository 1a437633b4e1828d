import { describe, expect, it } from 'vitest';
import type { Index, Organization } from '../../worker/api/contract/organization.ts';
import { decide } from './decide.ts';

const user = { id: '1', name: 'Mara', email: 'mara@shop.example', username: 'mara@shop.example' };
const fresh: Index = { version: '1', user: null, auth: null, isSetUp: false };
const signedOut: Index = { ...fresh, isSetUp: true };
const signedIn: Index = { ...signedOut, user, auth: { scopes: [] } };

function anOrganization(id: string, slug: string): Organization {
  return {
    id,
    slug,
    name: slug,
    status: { id: 'active', name: 'active' },
    dateCreated: '2026-11-24T07:00:00Z',
    isEarlyAdopter: false,
    require2FA: false,
    requireEmailVerification: false,
    avatar: { avatarType: 'letter_avatar', avatarUuid: null },
    features: [],
    links: { organizationUrl: '', regionUrl: '' },
  };
}

function at(address: string, index: Index | null, organizations: Organization[] | null = [anOrganization('1', 'shop'), anOrganization('2', 'lab')]) {
  const { pathname, searchParams } = new URL(address, 'http://picket.example');
  return decide({ path: pathname, query: searchParams, index, organizations });
}

describe('before the set-up', () => {
  it('leads everything to it', () => {
    expect(at('/', fresh)).toEqual({ kind: 'go', href: '/setup' });
    expect(at('/organizations/shop/issues/', fresh)).toEqual({ kind: 'go', href: '/setup' });
    expect(at('/setup?token=a', fresh)).toMatchObject({ kind: 'bare' });
  });

  it('is over for ever after it', () => {
    expect(at('/setup', signedOut)).toEqual({ kind: 'go', href: '/' });
  });
});

describe('signed out', () => {
  it('goes to the sign-in and remembers where it wanted to go', () => {
    expect(at('/organizations/shop/issues/?query=tax', signedOut)).toEqual({
      kind: 'go',
      href: `/sign-in?next=${encodeURIComponent('/organizations/shop/issues/?query=tax')}`,
    });
    expect(at('/sign-in?next=/organizations/shop/issues/', signedOut)).toMatchObject({ kind: 'bare' });
  });
});

describe('signed in', () => {
  it('goes on from the sign-in, but never to another site', () => {
    expect(at('/sign-in?next=/organizations/lab/projects/', signedIn)).toEqual({ kind: 'go', href: '/organizations/lab/projects/' });
    expect(at('/sign-in?next=//evil.example/', signedIn)).toEqual({ kind: 'go', href: '/' });
  });

  it('begins with the issues of the first organization', () => {
    expect(at('/', signedIn)).toEqual({ kind: 'go', href: '/organizations/shop/issues/' });
  });

  it('shows screens of its organizations, and of no other', () => {
    expect(at('/organizations/lab/issues/', signedIn)).toMatchObject({ kind: 'frame', org: 'lab', match: { values: { org: 'lab' } } });
    expect(at('/organizations/other/issues/', signedIn)).toEqual({ kind: 'frame', org: 'shop', match: null });
    expect(at('/organizations/shop/nothing/', signedIn)).toEqual({ kind: 'frame', org: 'shop', match: null });
  });

  it('waits for what it must know, and says where one belongs nowhere', () => {
    expect(at('/', null)).toEqual({ kind: 'wait' });
    expect(at('/', signedIn, null)).toEqual({ kind: 'wait' });
    expect(at('/', signedIn, [])).toEqual({ kind: 'homeless' });
  });
});
