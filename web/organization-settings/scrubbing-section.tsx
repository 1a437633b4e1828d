import type { Organization } from '../../worker/api/contract/organization.ts';
import { changeOrganization } from '../api.ts';
import { organizationCache } from '../resources.ts';
import { readScrubbing, ScrubbingFields, scrubbingFields } from '../settings/scrubbing-fields.tsx';
import { SectionForm } from '../settings/section-form.tsx';
import { useSection } from '../settings/use-section.ts';
import { showToast } from '../ui/toast.tsx';

/** What an organization requires of all its projects. */
export function ScrubbingSection({ org, organization }: { org: string; organization: Organization }) {
  const section = useSection(
    (field) => changeOrganization(org, readScrubbing(field)),
    (changed) => {
      organizationCache.visit(org).put(changed);
      showToast({ text: 'Saved. Events of all projects are scrubbed so within a minute.' });
    },
  );
  return (
    <SectionForm section={section} fields={scrubbingFields}>
      <p class="quiet-text">
        Holds for all projects, whatever they say themselves: a switch that is on here cannot be turned off there, and rules of both run. What was stored before
        stays as it is.
      </p>
      <ScrubbingFields saved={organization} required={null} faultOf={section.faultOf} ruleFaults={section.faultsOf('relayPiiConfig')} />
    </SectionForm>
  );
}
