import type { Organization } from '../../worker/api/contract/organization.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import { changeProject } from '../api.ts';
import { projectCache } from '../resources.ts';
import { readDays, RetentionField } from '../settings/retention-field.tsx';
import { SectionForm } from '../settings/section-form.tsx';
import { useSection } from '../settings/use-section.ts';
import { showToast } from '../ui/toast.tsx';

/** Of a project. `organization` says what holds while the project says nothing. */
export function RetentionSection({ org, project, organization }: { org: string; project: Project; organization: Organization }) {
  const section = useSection(
    (field) => changeProject(org, project.slug, { retentionDays: readDays(field('retentionDays')) }),
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      showToast({ text: 'Saved.' });
    },
  );
  return (
    <SectionForm section={section} fields={['retentionDays']}>
      <RetentionField
        saved={project.retentionDays}
        otherwise={`${organization.retentionDays ?? 90}, as the organization says`}
        fault={section.faultOf('retentionDays')}
      />
    </SectionForm>
  );
}
