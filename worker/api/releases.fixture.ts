import * as z from 'zod/mini';
import { expect } from 'vitest';
import { type NewCommit, Release } from './contract/release.ts';
import { send, type Tenant } from './fixtures.ts';

/** `/organizations/{org}/releases/…` */
export function releasePath({ organization }: Tenant, version?: string, rest = ''): string {
  return `/organizations/${organization.slug}/releases/${version === undefined ? '' : `${encodeURIComponent(version)}/${rest}`}`;
}

/** Announces a version in the tenant's project, or changes what is known of it. */
export async function announce(tenant: Tenant, version: string, rest: object = {}): Promise<Release> {
  const { token, project } = tenant;
  const reply = await send('POST', releasePath(tenant), { token, body: { version, projects: [project.slug], ...rest } });
  const json: unknown = await reply.json();
  expect([reply.status, json]).toEqual([expect.toBeOneOf([201, 208]), expect.objectContaining({ version })]);
  return Release.parse(json);
}

export async function readRelease(tenant: Tenant, version: string): Promise<Release> {
  const reply = await send('GET', releasePath(tenant, version), { token: tenant.token });
  return Release.parse(await reply.json());
}

/** The versions of a list, and where the next page is. */
export async function listVersions(tenant: Tenant, search = '', path = releasePath(tenant)): Promise<{ versions: string[]; next: string | null }> {
  const reply = await send('GET', path + search, { token: tenant.token });
  expect(reply.status).toBe(200);
  const next = /rel="next"; results="true"; cursor="([^"]+)"/.exec(reply.headers.get('link') ?? '')?.[1] ?? null;
  return {
    versions: z
      .array(Release)
      .parse(await reply.json())
      .map(({ version }) => version),
    next,
  };
}

export function aCommit(id: string, overrides: Partial<NewCommit> = {}): NewCommit {
  const author = { author_name: 'Jane', author_email: 'jane@example.com' };
  return { id, repository: 'acme/shop', message: 'Add the cart', timestamp: '2026-11-23T14:54:42Z', ...author, ...overrides };
}
