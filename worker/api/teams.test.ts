import { env } from 'cloudflare:workers';
import * as z from 'zod/mini';
import { describe, expect, it, vi } from 'vitest';
import { change, changeSome, readIssue, searchOf } from './commands.fixture.ts';
import { Member, MemberWithProjects, Team } from './contract/team.ts';
import { findProjectById } from '../storage/projects.ts';
import { openOrganization } from '../storage/scope.ts';
import { addTeamMember, addTeamToProject, findTeam } from '../storage/teams.ts';
import { aMember, aProject, aTeam, aTenant, aToken, merge, send, sendEvent, type Tenant } from './fixtures.ts';

async function call(tenant: Tenant, method: string, path: string, body?: unknown): Promise<[status: number, reply: unknown]> {
  const reply = await send(method, path, { token: tenant.token, ...(body === undefined ? {} : { body }) });
  const text = await reply.text();
  return [reply.status, text === '' ? null : JSON.parse(text)];
}

const teamsPath = ({ organization }: Tenant) => `/organizations/${organization.slug}/teams/`;
const teamPath = ({ organization }: Tenant, team: string) => `/teams/${organization.slug}/${team}/`;
const listTeams = async (tenant: Tenant, search = '') => z.array(Team).parse((await call(tenant, 'GET', teamsPath(tenant) + search))[1]);
const listMembers = async (tenant: Tenant, path: string) => z.array(Member).parse((await call(tenant, 'GET', path))[1]);

describe('teams', () => {
  it('are made by name or slug, and whoever makes one is in it', async () => {
    const tenant = await aTenant();
    expect(await call(tenant, 'POST', teamsPath(tenant), { name: 'Shop & Co' })).toMatchObject([
      201,
      { slug: 'shop-co', name: 'Shop & Co', isMember: true, teamRole: 'contributor', memberCount: 1, projects: [] },
    ]);
    expect(await call(tenant, 'POST', teamsPath(tenant), { name: 'Shop Co' })).toMatchObject([201, { slug: 'shop-co-2' }]);
    expect(await call(tenant, 'POST', teamsPath(tenant), { slug: 'ops' })).toMatchObject([201, { slug: 'ops', name: 'ops' }]);
    expect(await call(tenant, 'POST', teamsPath(tenant), { slug: 'ops' })).toEqual([409, { detail: 'A team with this slug already exists.' }]);
    expect(await call(tenant, 'POST', teamsPath(tenant), {})).toEqual([400, { name: ['Name or slug is required.'] }]);
    expect(await call(tenant, 'POST', teamsPath(tenant), { slug: 'No Slug' })).toMatchObject([400, { slug: [expect.any(String)] }]);
    expect((await listTeams(tenant)).map(({ slug }) => slug)).toEqual(['ops', 'shop-co', 'shop-co-2']);
    expect((await listTeams(tenant, '?query=CO')).map(({ slug }) => slug)).toEqual(['shop-co', 'shop-co-2']);
  });

  it('may have the slug of a team of another organization', async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    await aTeam(other, { slug: 'same' });
    expect(await call(tenant, 'POST', teamsPath(tenant), { slug: 'same' })).toMatchObject([201, { slug: 'same' }]);
  });

  it('are renamed, but not to the slug of another', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    const other = await aTeam(tenant);
    expect(await call(tenant, 'PUT', teamPath(tenant, team), { name: 'Payments', slug: 'payments' })).toMatchObject([
      200,
      { name: 'Payments', slug: 'payments' },
    ]);
    expect(await call(tenant, 'PUT', teamPath(tenant, 'payments'), { slug: other.team })).toEqual([400, { slug: ['Another team has this slug.'] }]);
    expect(await call(tenant, 'PUT', teamPath(tenant, 'payments'), {})).toMatchObject([200, { slug: 'payments' }]);
    expect((await call(tenant, 'GET', teamPath(tenant, team)))[0]).toBe(404);
  });

  it('are deleted, and leave people and projects behind', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    expect(await call(tenant, 'DELETE', teamPath(tenant, team))).toEqual([204, null]);
    expect(await listTeams(tenant)).toEqual([]);
    expect(await listMembers(tenant, `/organizations/${tenant.organization.slug}/members/`)).toMatchObject([{ teams: [] }]);
    expect(await call(tenant, 'GET', `/projects/${tenant.organization.slug}/${tenant.project.slug}/`)).toMatchObject([200, { name: 'Web' }]);
  });

  it('leave what they had to nobody when they are deleted', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    const kept = await aTeam(tenant);
    const [first, second, third] = await Promise.all([sendEvent(tenant), sendEvent(tenant), sendEvent(tenant)]);
    await changeSome(tenant, searchOf([first.issueId, second.issueId]), { assignedTo: `#${team}` });
    await change(tenant, third.issueId, { assignedTo: `#${kept.team}` });
    await merge(tenant, first.issueId, [second.issueId]);
    expect(await call(tenant, 'DELETE', teamPath(tenant, team))).toEqual([204, null]);
    expect(await readIssue(tenant, first.issueId)).toMatchObject({ assignedTo: null });
    await vi.waitFor(
      async () => {
        const { assignedTo, activity = [] } = await readIssue(tenant, first.issueId);
        expect([assignedTo, activity.find(({ type }) => type === 'unassigned')?.user?.id]).toEqual([null, String(tenant.owner.id)]);
      },
      { timeout: 5_000 },
    );
    expect(await readIssue(tenant, third.issueId)).toMatchObject({ assignedTo: { type: 'team', name: kept.team } });
    // Nor does what was merged come back with them.
    const assignees = env.DB.prepare('select assignee from issues where id in (?, ?)').bind(Number(first.issueId), Number(second.issueId));
    await vi.waitFor(async () => expect((await assignees.all()).results).toEqual([{ assignee: null }, { assignee: null }]), { timeout: 5_000 });
    const told = (await readIssue(tenant, first.issueId)).activity?.filter(({ type }) => type === 'unassigned');
    expect(told).toHaveLength(1);
  });

  it('that are deleted while somebody joins them, or gives them a project, are no fault', async () => {
    const tenant = await aTenant();
    const { team: slug, member } = await aTeam(tenant);
    const scope = openOrganization(env, tenant.organization);
    const [team, project] = [await findTeam(scope, { slug }, tenant.owner.id), await findProjectById(scope, tenant.project.id)];
    if (!team || !project) throw new Error('The fixture is gone');
    expect(await call(tenant, 'DELETE', teamPath(tenant, slug))).toEqual([204, null]);
    await addTeamMember(scope, team, { id: Number(member) });
    await addTeamToProject(project, team);
    expect(await listMembers(tenant, `/organizations/${tenant.organization.slug}/members/`)).toMatchObject([{ teams: [] }]);
  });

  it('have members, who come and go', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    const grace = await aMember(tenant.organization, 'member');
    const members = await listMembers(tenant, `/organizations/${tenant.organization.slug}/members/`);
    const id = members.find(({ user }) => user.id === String(grace.id))?.id ?? '';
    const path = `/organizations/${tenant.organization.slug}/members/${id}/teams/${team}/`;
    expect(await call(tenant, 'POST', path)).toMatchObject([201, { memberCount: 2, isMember: true }]);
    expect(await call(tenant, 'POST', path)).toEqual([204, null]);
    expect(await listMembers(tenant, `${teamPath(tenant, team)}members/`)).toHaveLength(2);
    const graces = { ...tenant, token: await aToken(tenant.organization, grace) };
    expect(await listTeams(graces)).toMatchObject([{ isMember: true }]);

    expect(await call(tenant, 'DELETE', path)).toMatchObject([200, { memberCount: 1 }]);
    expect((await call(tenant, 'DELETE', path))[0]).toBe(404);
    expect(await listTeams(graces)).toMatchObject([{ isMember: false, teamRole: null }]);
    expect(await call(tenant, 'DELETE', path.replace(`/${id}/`, '/me/'))).toMatchObject([200, { memberCount: 0, isMember: false }]);
  });

  it('work on projects, which may be made for them', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    const second = await aProject(tenant.organization, { name: 'App' });
    const ofProject = `/projects/${tenant.organization.slug}/${second.slug}/teams/`;
    expect(await call(tenant, 'GET', ofProject)).toEqual([200, []]);
    expect(await call(tenant, 'POST', `${ofProject}${team}/`)).toMatchObject([201, { slug: second.slug }]);
    expect(await call(tenant, 'POST', `${ofProject}${team}/`)).toMatchObject([201, { slug: second.slug }]);
    expect(await call(tenant, 'GET', ofProject)).toMatchObject([200, [{ slug: team }]]);
    expect(await call(tenant, 'POST', `${teamPath(tenant, team)}projects/`, { name: 'Mailer' })).toMatchObject([201, { slug: 'mailer' }]);
    const ofMailer = { teams: [{ slug: team, name: 'Shop' }], team: { slug: team } };
    expect(await call(tenant, 'GET', `/projects/${tenant.organization.slug}/mailer/`)).toMatchObject([200, ofMailer]);
    const [, projects] = await call(tenant, 'GET', `/organizations/${tenant.organization.slug}/projects/`);
    expect(projects).toMatchObject([{ slug: second.slug }, { slug: 'mailer', ...ofMailer }, { slug: tenant.project.slug }]);
    expect(await listTeams(tenant)).toMatchObject([{ projects: [{ name: 'App' }, { name: 'Mailer' }, { name: 'Web' }] }]);
    expect(await call(tenant, 'DELETE', `${ofProject}${team}/`)).toMatchObject([200, { slug: second.slug }]);
    expect(await call(tenant, 'GET', ofProject)).toEqual([200, []]);
    expect(await call(tenant, 'GET', ofProject.replace('teams/', ''))).toMatchObject([200, { teams: [], team: null }]);
  });

  it('may be seen by a member, but not changed', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    const ada = await aMember(tenant.organization, 'member');
    const asMember = { ...tenant, token: await aToken(tenant.organization, ada) };
    expect((await listTeams(asMember)).map(({ slug }) => slug)).toEqual([team]);
    expect((await call(asMember, 'POST', teamsPath(tenant), { slug: 'mine' }))[0]).toBe(403);
    expect((await call(asMember, 'DELETE', teamPath(tenant, team)))[0]).toBe(403);
  });
});

describe('members', () => {
  it('are found by name or email, with their teams and roles', async () => {
    const tenant = await aTenant();
    const { team } = await aTeam(tenant);
    await aMember(tenant.organization, 'admin');
    const path = `/organizations/${tenant.organization.slug}/members/`;
    expect((await listMembers(tenant, path)).map(({ orgRole, teams }) => [orgRole, teams])).toEqual([
      ['owner', [team]],
      ['admin', []],
    ]);
    expect(await listMembers(tenant, `${path}?query=${tenant.owner.email.toUpperCase()}`)).toMatchObject([{ user: { id: String(tenant.owner.id) } }]);
    expect(await listMembers(tenant, `${path}?query=nobody`)).toEqual([]);
  });

  it('come with the projects of their teams, for those who assign', async () => {
    const tenant = await aTenant();
    await aTeam(tenant);
    const users = z.array(MemberWithProjects).parse((await call(tenant, 'GET', `/organizations/${tenant.organization.slug}/users/`))[1]);
    expect(users.map(({ email, projects }) => [email, projects])).toEqual([[tenant.owner.email, [tenant.project.slug]]]);
  });
});
