import './teams.css';
import { useMemo } from 'preact/hooks';
import type { Team } from '../../worker/api/contract/team.ts';
import { Screen } from '../frame/screen.tsx';
import { teamPath } from '../places.ts';
import { organizationCache, teamsCache } from '../resources.ts';
import { query, setQuery } from '../router.ts';
import { Badge } from '../ui/badge.tsx';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { counted } from '../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { may } from './permission.ts';
import { TeamDialog } from './team-dialog.tsx';

/** The teams of an organization. Issues are assigned to them, and ownership rules name them. */
export function TeamsPage({ org }: { org: string }) {
  const resource = useMemo(() => teamsCache.visit(org), [org]);
  const organization = useMemo(() => organizationCache.visit(org), [org]).value.value;
  const teams = resource.value.value;
  const failure = resource.failure.value;
  const mayAdd = may(organization?.access ?? [], 'team:write');
  const open = () => setQuery({ new: '' });
  const close = () => setQuery({ new: null }, { replace: true });
  useKeys('Teams', mayAdd ? [{ keys: 'c', label: 'Add a team', run: open }] : []);

  return (
    <Screen
      title="Teams"
      class="teams-page"
      top={
        <>
          <h1>Teams</h1>
          {teams && <span class="count">{teams.length}</span>}
          <span class="spacer" />
          {mayAdd && (
            <button class="button small primary" type="button" onClick={open}>
              <Icon name="plus" small />
              Add team
            </button>
          )}
        </>
      }
    >
      {failure && !teams && <Failed title="The teams did not load" failure={failure} retry={() => void resource.refresh()} />}
      {!teams && !failure && <TeamBones />}
      {teams?.length === 0 && (
        <Empty
          title="No team yet"
          {...(mayAdd
            ? {
                action: (
                  <button class="button" type="button" onClick={open}>
                    Add the first team
                  </button>
                ),
              }
            : {})}
        >
          Issues can be assigned to a team, and ownership rules say whose code it is.
        </Empty>
      )}
      {teams && teams.length > 0 && <TeamTable org={org} teams={teams} />}
      {query.value.has('new') && mayAdd && <TeamDialog org={org} onClose={close} />}
    </Screen>
  );
}

function TeamTable({ org, teams }: { org: string; teams: readonly Team[] }) {
  return (
    <table class="table team-table">
      <thead>
        <tr>
          <th scope="col">Team</th>
          <th scope="col">Members</th>
          <th scope="col" class="wide">
            Projects
          </th>
        </tr>
      </thead>
      <tbody>
        {teams.map(({ id, slug, name, memberCount, isMember, projects }) => (
          <tr key={id}>
            <th scope="row">
              <a class="name" href={teamPath(org, slug)}>
                #{slug}
              </a>
              {name !== slug && <span class="full-name">{name}</span>}
              {isMember && <Badge>Yours</Badge>}
            </th>
            <td>
              {memberCount}
              <span class="word"> {memberCount === 1 ? 'member' : 'members'}</span>
            </td>
            <td class="wide">
              {projects.length === 0
                ? 'None'
                : projects.length <= 3
                  ? projects.map(({ slug: project }) => project).join(', ')
                  : counted(projects.length, 'project')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TeamBones() {
  return (
    <Loading label="Loading the teams">
      <div class="team-bones">
        {['9rem', '12rem', '7rem'].map((wide) => (
          <Bone key={wide} wide={wide} />
        ))}
      </div>
    </Loading>
  );
}
