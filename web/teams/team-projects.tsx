import { useMemo } from 'preact/hooks';
import type { Team } from '../../worker/api/contract/team.ts';
import { addTeamToProject, removeTeamFromProject } from '../api.ts';
import { issuesPath } from '../places.ts';
import { projectsCache, teamsCache } from '../resources.ts';
import { showToast } from '../ui/toast.tsx';
import { AddForm } from './add-form.tsx';

/** What the team works on. */
export function TeamProjects({ org, team, mayChange }: { org: string; team: Team; mayChange: boolean }) {
  const all = useMemo(() => projectsCache.visit(org), [org]).value.value ?? [];
  const others = all.filter(({ id }) => !team.projects.some((project) => project.id === id));

  async function add(slug: string): Promise<void> {
    const answer = await addTeamToProject(org, team.slug, slug);
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    await teamsCache.visit(org).refresh();
  }
  async function remove(slug: string): Promise<void> {
    const answer = await removeTeamFromProject(org, team.slug, slug);
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    await teamsCache.visit(org).refresh();
    showToast({ text: `#${team.slug} no longer works on ${slug}.`, undo: () => void add(slug) });
  }

  return (
    <section aria-labelledby="team-projects">
      <h2 id="team-projects">Projects</h2>
      {team.projects.length === 0 && <p class="quiet-text">It works on no project yet.</p>}
      <ul class="team-list">
        {team.projects.map(({ id, slug, name }) => (
          <li key={id}>
            <span class="who">
              <a class="link" href={issuesPath(org, slug)}>
                {slug}
              </a>
              {name !== slug && <span class="faint-text">{name}</span>}
            </span>
            {mayChange && (
              <button class="button small quiet" type="button" onClick={() => void remove(slug)}>
                Remove
                <span class="visually-hidden"> {slug}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && others.length > 0 && <AddForm label="Add a project" options={others.map(({ slug }) => ({ value: slug, label: slug }))} add={add} />}
    </section>
  );
}
