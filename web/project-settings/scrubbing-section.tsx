import type { Organization } from '../../worker/api/contract/organization.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import { changeProject } from '../api.ts';
import { projectCache } from '../resources.ts';
import { readScrubbing, ScrubbingFields, scrubbingFields } from '../settings/scrubbing-fields.tsx';
import { SectionForm } from '../settings/section-form.tsx';
import { useSection } from '../settings/use-section.ts';
import { showToast } from '../ui/toast.tsx';

/** What is taken out of events of a project before they are kept. */
export function ScrubbingSection({ org, project, organization }: { org: string; project: Project; organization: Organization }) {
  const section = useSection(
    (field) => changeProject(org, project.slug, readScrubbing(field)),
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      showToast({ text: 'Saved. Events are scrubbed so within a minute.' });
    },
  );
  return (
    <SectionForm section={section} fields={scrubbingFields}>
      <p class="quiet-text">Takes out of new events what nobody should keep. What was stored before stays as it is.</p>
      <ScrubbingFields saved={project} required={organization} faultOf={section.faultOf} ruleFaults={section.faultsOf('relayPiiConfig')} />
    </SectionForm>
  );
}
