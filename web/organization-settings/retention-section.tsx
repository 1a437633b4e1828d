import type { Organization } from '../../worker/api/contract/organization.ts';
import { changeOrganization } from '../api.ts';
import { organizationCache } from '../resources.ts';
import { readDays, RetentionField } from '../settings/retention-field.tsx';
import { SectionForm } from '../settings/section-form.tsx';
import { useSection } from '../settings/use-section.ts';
import { showToast } from '../ui/toast.tsx';

/** How long projects keep what they get, unless they say otherwise. */
export function RetentionSection({ org, organization }: { org: string; organization: Organization }) {
  const section = useSection(
    (field) => changeOrganization(org, { retentionDays: readDays(field('retentionDays')) }),
    (changed) => {
      organizationCache.visit(org).put(changed);
      showToast({ text: 'Saved.' });
    },
  );
  return (
    <SectionForm section={section} fields={['retentionDays']}>
      <p class="quiet-text">For all projects that say nothing themselves.</p>
      <RetentionField saved={organization.retentionDays} otherwise="90" fault={section.faultOf('retentionDays')} />
    </SectionForm>
  );
}
