import type { Project } from '../../worker/api/contract/project.ts';
import { changeProject } from '../api.ts';
import { projectCache } from '../resources.ts';
import { TextAreaField } from '../ui/field.tsx';
import { type Fields, useForm } from '../ui/form.ts';
import { showToast } from '../ui/toast.tsx';

const switches = [
  { name: 'dataScrubber', label: 'Scrub data', hint: 'Before anything is grouped or stored.' },
  { name: 'dataScrubberDefaults', label: 'Use the default rules', hint: 'Passwords, tokens, card and account numbers, keys.' },
  { name: 'scrubIPAddresses', label: 'Scrub IP addresses', hint: 'Also the address of the user.' },
] as const;

/** What is taken out of events of a project before they are kept. What was stored before stays as it is. */
export function ScrubbingForm({ org, project }: { org: string; project: Project }) {
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) => changeProject(org, project.slug, readScrubbing(field)),
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      showToast({ text: 'Saved. Events are scrubbed so within a minute.' });
    },
  );
  const fault = otherFault('sensitiveFields', 'safeFields', 'relayPiiConfig');

  return (
    <section class="settings-section" aria-labelledby="scrubbing-title">
      <h2 id="scrubbing-title">Data scrubbing</h2>
      <p class="quiet-text">Takes out of new events what nobody should keep. What your organization requires holds as well.</p>
      <form class="stack" ref={form} onSubmit={submit} noValidate>
        {fault && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
        {switches.map(({ name, label, hint }) => (
          <label key={name} class="switch-line">
            <input type="checkbox" name={name} defaultChecked={project[name] === true} />
            <span>
              {label} <span class="faint-text">{hint}</span>
            </span>
          </label>
        ))}
        <TextAreaField
          label="Sensitive fields"
          name="sensitiveFields"
          rows={3}
          spellcheck={false}
          defaultValue={project.sensitiveFields?.join('\n') ?? ''}
          hint="One a line. Values of fields whose name contains one are taken out."
          fault={faultOf('sensitiveFields')}
        />
        <TextAreaField
          label="Safe fields"
          name="safeFields"
          rows={3}
          spellcheck={false}
          defaultValue={project.safeFields?.join('\n') ?? ''}
          hint="One a line. Values of these fields stay."
          fault={faultOf('safeFields')}
        />
        <TextAreaField
          label="Advanced rules"
          name="relayPiiConfig"
          class="input code"
          rows={8}
          spellcheck={false}
          defaultValue={project.relayPiiConfig ?? ''}
          placeholder='{"applications": {"$string": ["@email:replace"]}}'
          hint="JSON, as in Sentry: rules by id, and for each selector which of them hold."
          fault={faultOf('relayPiiConfig')}
        />
        <button class="button" type="submit" disabled={isSending}>
          {isSending ? 'Saving…' : 'Save'}
        </button>
      </form>
    </section>
  );
}

/** An unticked box sends nothing, and a ticked one `on`. */
export function readScrubbing(field: Fields) {
  const rules = field('relayPiiConfig').trim();
  return {
    dataScrubber: field('dataScrubber') === 'on',
    dataScrubberDefaults: field('dataScrubberDefaults') === 'on',
    scrubIPAddresses: field('scrubIPAddresses') === 'on',
    sensitiveFields: linesOf(field('sensitiveFields')),
    safeFields: linesOf(field('safeFields')),
    relayPiiConfig: rules === '' ? null : rules,
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
