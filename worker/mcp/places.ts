import * as z from 'zod/mini';
import { Organization } from '../api/contract/organization.ts';
import { fail, ok, type Result } from '../result.ts';
import type { ApiCaller } from './api-caller.ts';

/** Slug or id of the organization that is meant: the one that is named, or the only one that there is. */
export async function chooseOrganization(api: ApiCaller, named: string | undefined): Promise<Result<string, string>> {
  if (named !== undefined) return ok(named);
  const organizations = await api.get('/organizations/', z.array(Organization));
  if (!organizations.ok) return organizations;
  const [only, ...others] = organizations.value;
  if (!only) return fail('The token reaches no organization, or lacks the scope org:read. Name the organization.');
  if (others.length > 0) return fail(`Name the organization: ${organizations.value.map(({ slug }) => slug).join(', ')}.`);
  return ok(only.slug);
}

export interface IssuePlace {
  /** Below /api/0, with a slash at the end. */
  path: string;
  organization: string;
  /** Of an event, where the address of one was given. */
  event: string | null;
}

/** Where an issue is that was named by id, short id or address. What an address says of the organization goes before what is named beside it. */
export async function findIssuePlace(api: ApiCaller, reference: string, named: string | undefined): Promise<Result<IssuePlace, string>> {
  const address = readAddress(reference);
  const organization = await chooseOrganization(api, address?.organization ?? named);
  if (!organization.ok) return organization;
  const id = address?.issue ?? reference.trim();
  if (!/^[\w.-]{1,120}$/.test(id)) return fail('An issue is named by its id, its short id or the address of its page.');
  return ok({
    path: `/organizations/${encodeURIComponent(organization.value)}/issues/${encodeURIComponent(id)}/`,
    organization: organization.value,
    event: address?.event ?? null,
  });
}

/** `https://…/organizations/acme/issues/8000000001/events/…/`. Whatever host it names, only this installation is asked. */
function readAddress(text: string): { organization: string; issue: string; event: string | null } | null {
  const [, organization, issue, event = null] = /\/organizations\/([\w-]+)\/issues\/([\w.-]+)(?:\/events\/([\w-]+))?/.exec(text) ?? [];
  return organization === undefined || issue === undefined ? null : { organization, issue, event };
}
