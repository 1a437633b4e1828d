import type { Project } from '../../worker/api/contract/project.ts';
import { changeProject } from '../api.ts';
import { platforms } from '../install/platforms.ts';
import { projectSettingsPath } from '../places.ts';
import { projectCache, projectsCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { SectionForm } from '../settings/section-form.tsx';
import { useSection } from '../settings/use-section.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { showToast } from '../ui/toast.tsx';

const fields = ['name', 'slug', 'platform', 'resolveAge'];

export function GeneralSection({ org, project }: { org: string; project: Project }) {
  const section = useSection(
    (field) =>
      changeProject(org, project.slug, {
        name: field('name'),
        slug: field('slug'),
        platform: field('platform'),
        // Nothing is never. What is no number is left for the API to refuse.
        resolveAge: Number(field('resolveAge')),
      }),
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      void projectsCache.visit(org).refresh();
      showToast({ text: 'Saved.' });
      // The address carries the slug. By then the form knows that it is clean, and holds nobody.
      if (changed.slug !== project.slug) setTimeout(() => navigate(projectSettingsPath(org, changed.slug), { replace: true }));
    },
  );
  const { faultOf } = section;
  const isKnown = platforms.some(({ id }) => id === project.platform);

  return (
    <SectionForm section={section} fields={fields}>
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
        label="Resolve after, in hours"
        name="resolveAge"
        type="number"
        min={0}
        max={8760}
        defaultValue={project.resolveAge ? String(project.resolveAge) : ''}
        placeholder="Never"
        hint="An issue that nothing was seen of for so long counts as solved. Its next event reopens it."
        fault={faultOf('resolveAge')}
      />
    </SectionForm>
  );
}
