import { useId } from 'preact/hooks';
import type { Team } from '../../worker/api/contract/team.ts';
import { changeTeam, createTeam } from '../api.ts';
import { teamPath } from '../places.ts';
import { membersCache, teamsCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';

/** Makes a team, or gives one another name, and goes to it. */
export function TeamDialog({ org, team, onClose }: { org: string; team?: Team; onClose: () => void }) {
  const formId = useId();
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) => (team ? changeTeam(org, team.slug, { name: field('name'), slug: field('slug') }) : createTeam(org, { name: field('name') })),
    (changed) => {
      const teams = teamsCache.visit(org);
      const others = (teams.value.peek() ?? []).filter(({ id }) => id !== changed.id);
      teams.put([...others, changed].sort((one, other) => one.slug.localeCompare(other.slug)));
      // They name their teams by slug.
      void membersCache.visit(org).refresh();
      onClose();
      if (changed.slug !== team?.slug) navigate(teamPath(org, changed.slug), { replace: true });
    },
  );
  const fault = otherFault('name', 'slug');
  return (
    <Dialog
      title={team ? 'Rename the team' : 'Add a team'}
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId} disabled={isSending}>
            {team ? 'Rename' : isSending ? 'Adding…' : 'Add team'}
          </button>
        </>
      }
    >
      <form class="stack" id={formId} ref={form} onSubmit={submit} noValidate>
        {fault && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
        <TextField
          label="Name"
          name="name"
          defaultValue={team?.name ?? ''}
          autocomplete="off"
          autofocus
          required
          fault={faultOf('name')}
          {...(team ? {} : { hint: 'Its short name, such as #shop, is made from this.' })}
        />
        {team && (
          <TextField
            label="Short name"
            name="slug"
            defaultValue={team.slug}
            autocomplete="off"
            spellcheck={false}
            required
            hint="In addresses and ownership rules. Rules that name the old one have to be changed."
            fault={faultOf('slug')}
          />
        )}
      </form>
    </Dialog>
  );
}
