import './teams.css';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Team } from '../../worker/api/contract/team.ts';
import { deleteTeam } from '../api.ts';
import { NotFound } from '../frame/not-found.tsx';
import { Crumbs, Screen } from '../frame/screen.tsx';
import { teamsPath } from '../places.ts';
import { membersCache, teamsCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { TypedConfirmation } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { Menu } from '../ui/menu.tsx';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { showToast } from '../ui/toast.tsx';
import { may } from './permission.ts';
import { TeamDialog } from './team-dialog.tsx';
import { TeamMembers } from './team-members.tsx';
import { TeamProjects } from './team-projects.tsx';

/** Who is in a team, and what it works on. */
export function TeamPage({ org, slug }: { org: string; slug: string }) {
  const teams = useMemo(() => teamsCache.visit(org), [org]);
  const team = teams.value.value?.find((one) => one.slug === slug);
  if (teams.value.value && !team) return <NotFound org={org} />;
  return team ? (
    <LoadedTeam key={team.id} org={org} team={team} />
  ) : (
    <Screen title={`#${slug}`} class="team-page" top={<Crumbs path={[{ label: 'Teams', href: teamsPath(org) }]} here={`#${slug}`} />}>
      {teams.failure.value ? (
        <Failed title="The team did not load" failure={teams.failure.value} retry={() => void teams.refresh()} />
      ) : (
        <Loading label="Loading the team">
          <div class="team-content">
            <Bone wide="30%" />
            <Bone />
            <Bone wide="60%" />
          </div>
        </Loading>
      )}
    </Screen>
  );
}

function LoadedTeam({ org, team }: { org: string; team: Team }) {
  const asked = useSignal<'name' | 'delete' | null>(null);
  const close = () => (asked.value = null);
  const mayWrite = may(team.access, 'team:write');
  const mayDelete = may(team.access, 'team:admin');
  const rename = () => (asked.value = 'name');
  useKeys('Team', mayWrite ? [{ keys: 'r', label: 'Rename the team', icon: 'pencil', run: rename }] : []);

  async function remove(): Promise<void> {
    close();
    const answer = await deleteTeam(org, team.slug);
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    const teams = teamsCache.visit(org);
    navigate(teamsPath(org), { replace: true });
    teams.put((teams.value.peek() ?? []).filter(({ id }) => id !== team.id));
    void membersCache.visit(org).refresh();
    showToast({ text: `#${team.slug} is deleted.` });
  }

  return (
    <Screen
      title={`#${team.slug}`}
      class="team-page"
      top={
        <>
          <Crumbs path={[{ label: 'Teams', href: teamsPath(org) }]} here={`#${team.slug}`} />
          <span class="spacer" />
          {mayWrite && (
            <button class="button small quiet" type="button" onClick={rename}>
              <Icon name="pencil" small />
              Rename
            </button>
          )}
          {mayDelete && (
            <Menu
              trigger={<Icon name="ellipsis" small />}
              label={`More for #${team.slug}`}
              class="button small quiet square"
              items={[{ label: 'Delete the team', icon: 'trash-2', isDanger: true, run: () => (asked.value = 'delete') }]}
            />
          )}
        </>
      }
    >
      <div class="team-content">
        <h1>{team.name}</h1>
        <TeamMembers org={org} team={team} mayChange={mayWrite} />
        <TeamProjects org={org} team={team} mayChange={may(team.access, 'project:write')} />
      </div>
      {asked.value === 'name' && <TeamDialog org={org} team={team} onClose={close} />}
      {asked.value === 'delete' && (
        <TypedConfirmation
          title={`Delete #${team.slug}?`}
          consequence="Its members and projects stay. Issues that it has are nobody’s then, and ownership rules that name it have nobody there. This cannot be undone."
          word={team.slug}
          action="Delete for good"
          onConfirm={() => void remove()}
          onClose={close}
        />
      )}
    </Screen>
  );
}
