import { useMemo } from 'preact/hooks';
import type { Member, Team } from '../../worker/api/contract/team.ts';
import { addTeamMember, removeTeamMember } from '../api.ts';
import { membersCache, teamsCache } from '../resources.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { showToast } from '../ui/toast.tsx';
import { AddForm } from './add-form.tsx';

/** Who is in the team. Whoever is taken out can be brought back. */
export function TeamMembers({ org, team, mayChange }: { org: string; team: Team; mayChange: boolean }) {
  const resource = useMemo(() => membersCache.visit(org), [org]);
  const all = resource.value.value;
  const members = all?.filter(({ teams }) => teams.includes(team.slug)) ?? [];
  const others = all?.filter(({ teams }) => !teams.includes(team.slug)) ?? [];

  async function renew(): Promise<void> {
    await Promise.all([resource.refresh(), teamsCache.visit(org).refresh()]);
  }
  async function add(id: string): Promise<void> {
    const answer = await addTeamMember(org, team.slug, id);
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    await renew();
  }
  async function remove({ id, name }: Member): Promise<void> {
    const answer = await removeTeamMember(org, team.slug, id);
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    await renew();
    showToast({ text: `${name} is no longer in #${team.slug}.`, undo: () => void add(id) });
  }

  return (
    <section aria-labelledby="team-members">
      <h2 id="team-members">Members</h2>
      {!all && resource.failure.value && <Failed title="The members did not load" failure={resource.failure.value} retry={() => void resource.refresh()} />}
      {!all && !resource.failure.value && (
        <Loading label="Loading the members">
          <Bone wide="60%" />
        </Loading>
      )}
      {all && members.length === 0 && <p class="quiet-text">Nobody is in this team yet.</p>}
      <ul class="team-list">
        {members.map((member) => (
          <li key={member.id}>
            <Avatar name={member.name} />
            <span class="who">
              <strong>{member.name}</strong>
              <span class="faint-text">{member.email}</span>
            </span>
            {mayChange && (
              <button class="button small quiet" type="button" onClick={() => void remove(member)}>
                Remove
                <span class="visually-hidden"> {member.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && others.length > 0 && (
        <AddForm label="Add a member" options={others.map(({ id, name, email }) => ({ value: id, label: `${name}, ${email}` }))} add={add} />
      )}
    </section>
  );
}
