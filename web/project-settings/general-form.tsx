import type { Project } from '../../worker/api/contract/project.ts';
import { changeProject } from '../api.ts';
import { platforms } from '../install/platforms.ts';
import { projectSettingsPath } from '../places.ts';
import { projectCache, projectsCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';
import { showToast } from '../ui/toast.tsx';

export function GeneralForm({ org, project }: { org: string; project: Project }) {
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) =>
      changeProject(org, project.slug, {
        name: field('name'),
        slug: field('slug'),
        platform: field('platform'),
        retentionDays: readDays(field('retentionDays')),
      }),
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      void projectsCache.visit(org).refresh();
      showToast({ text: 'Saved.' });
      // The address carries the slug.
      if (changed.slug !== project.slug) navigate(projectSettingsPath(org, changed.slug), { replace: true });
    },
  );
  const fault = otherFault('name', 'slug', 'platform', 'retentionDays');
  const isKnown = platforms.some(({ id }) => id === project.platform);

  return (
    <section class="settings-section" aria-labelledby="general-title">
      <h2 id="general-title">General</h2>
      <form class="stack" ref={form} onSubmit={submit} noValidate>
        {fault && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
        <TextField label="Name" name="name" defaultValue={project.name} autocomplete="off" required fault={faultOf('name')} />
        <TextField
          label="Short name"
          name="slug"
          defaultValue={project.slug}
          autocomplete="off"
          spellcheck={false}
          required
          hint="In addresses and in the short ids of issues."
          fault={faultOf('slug')}
        />
        <SelectField label="Platform" name="platform" hint="Chooses the guide to install." fault={faultOf('platform')}>
          {!isKnown && <option value={project.platform ?? ''}>{project.platform ?? 'Not said'}</option>}
          {platforms.map(({ id, name }) => (
            <option key={id} value={id} selected={id === project.platform}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Keep for, in days"
          name="retentionDays"
          type="number"
          min={1}
          max={3650}
          defaultValue={project.retentionDays == null ? '' : String(project.retentionDays)}
          placeholder="As the organization says, or else 90"
          hint="Older events, attachments and statistics are deleted. An issue goes when nothing of it was seen for so long."
          fault={faultOf('retentionDays')}
        />
        <button class="button" type="submit" disabled={isSending}>
          {isSending ? 'Saving…' : 'Save'}
        </button>
      </form>
    </section>
  );
}

/** Nothing is null: what the organization says. What is no number is left for the API to refuse. */
function readDays(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
