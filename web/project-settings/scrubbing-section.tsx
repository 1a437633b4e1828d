import { useEffect, useMemo } from 'preact/hooks';
import type { Organization } from '../../worker/api/contract/organization.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import { changeProject, listNewestEvents, previewScrubbing } from '../api.ts';
import { projectCache } from '../resources.ts';
import { readScrubbing, ScrubbingFields, scrubbingFields } from '../settings/scrubbing-fields.tsx';
import { SectionForm } from '../settings/section-form.tsx';
import { useSection } from '../settings/use-section.ts';
import { fieldsOf } from '../ui/form.ts';
import { showToast } from '../ui/toast.tsx';
import { createScrubbingPreviewModel } from './scrubbing-preview-model.ts';
import { ScrubbingPreview } from './scrubbing-preview.tsx';

/** So many of the newest events can be chosen for the preview. */
const maxEvents = 25;

/** What is taken out of events of a project before they are kept. */
export function ScrubbingSection({ org, project, organization }: { org: string; project: Project; organization: Organization }) {
  const { slug } = project;
  const model = useMemo(
    () =>
      createScrubbingPreviewModel({
        listEvents: () => listNewestEvents(org, slug, maxEvents),
        preview: (eventId, settings) => previewScrubbing(org, slug, eventId, settings),
      }),
    [org, slug],
  );
  const section = useSection(
    (field) => changeProject(org, slug, readScrubbing(field)),
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      showToast({ text: 'Saved. Events are scrubbed so within a minute.' });
    },
  );
  const { form, entered } = section;
  useEffect(() => {
    void model.load();
    return () => model.stop();
  }, [model]);
  useEffect(() => {
    if (form.current) model.enter(readScrubbing(fieldsOf(form.current)));
  }, [model, entered.value]);

  const failure = model.failure.value;
  const previewFaults = failure?.reason === 'invalid' ? failure.fields : {};
  // What was read for a preview is right, whatever the last attempt to save it said.
  const isReadable = failure === null && model.shown.value !== null;
  return (
    <SectionForm section={section} fields={scrubbingFields} after={<ScrubbingPreview org={org} project={slug} model={model} />}>
      <p class="quiet-text">Takes out of new events what nobody should keep. What was stored before stays as it is.</p>
      <ScrubbingFields
        saved={project}
        required={organization}
        faultOf={(field) => previewFaults[field]?.join(' ') ?? section.faultOf(field)}
        ruleFaults={previewFaults['relayPiiConfig'] ?? (isReadable ? [] : section.faultsOf('relayPiiConfig'))}
      />
    </SectionForm>
  );
}
