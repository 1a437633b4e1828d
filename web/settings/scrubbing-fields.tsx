import type { Scrubbing, ScrubbingChange } from '../../worker/api/contract/scrubbing.ts';
import type { Fields } from '../ui/form.ts';
import { LinesField, linesOf } from './lines-field.tsx';
import { RuleEditor } from './rule-editor.tsx';

const switches = [
  { name: 'dataScrubber', label: 'Scrub data', hint: 'Before anything is grouped or stored.' },
  { name: 'dataScrubberDefaults', label: 'Use the default rules', hint: 'Passwords, tokens, card and account numbers, keys.' },
  { name: 'scrubIPAddresses', label: 'Scrub IP addresses', hint: 'Also the address of the user.' },
] as const;

/** Fields that say themselves what is wrong with them. */
export const scrubbingFields = ['sensitiveFields', 'safeFields', 'relayPiiConfig'] as const;

interface ScrubbingFieldsProps {
  saved: ScrubbingChange;
  /** What the organization of a project requires; null for an organization itself. */
  required: ScrubbingChange | null;
  faultOf: (field: string) => string | undefined;
  /** Of the advanced rules, one by one. */
  ruleFaults: readonly string[];
}

/** What is taken out of events before they are kept. A switch that the organization has on is on. */
export function ScrubbingFields({ saved, required, faultOf, ruleFaults }: ScrubbingFieldsProps) {
  return (
    <>
      <div class="switch-list">
        {switches.map(({ name, label, hint }) => (
          <Switch key={name} name={name} label={label} hint={hint} isOn={saved[name] === true} isRequired={required?.[name] === true} />
        ))}
      </div>
      <LinesField
        label="Sensitive fields"
        name="sensitiveFields"
        defaultValue={saved.sensitiveFields?.join('\n') ?? ''}
        placeholder="iban"
        hint={`One a line. Values of fields whose name contains one are taken out.${alsoText(required?.sensitiveFields)}`}
        fault={faultOf('sensitiveFields')}
      />
      <LinesField
        label="Safe fields"
        name="safeFields"
        defaultValue={saved.safeFields?.join('\n') ?? ''}
        placeholder="order_token"
        hint={`One a line. Values of these fields stay.${alsoText(required?.safeFields)}`}
        fault={faultOf('safeFields')}
      />
      <RuleEditor
        label="Advanced rules"
        name="relayPiiConfig"
        value={saved.relayPiiConfig ?? ''}
        faults={ruleFaults}
        hint={
          <>
            JSON, as in Sentry: rules by id, and for each selector which of them hold, such as{' '}
            <code>{'{"applications": {"$string": ["@email:replace"]}}'}</code>
            {required?.relayPiiConfig != null && '. The rules of the organization run first.'}
          </>
        }
      />
    </>
  );
}

interface SwitchProps {
  name: string;
  label: string;
  hint: string;
  isOn: boolean;
  isRequired: boolean;
}

/** Where the organization requires it, what the project says is kept for the day on which it no longer does. */
function Switch({ name, label, hint, isOn, isRequired }: SwitchProps) {
  return (
    <label class="switch-line">
      {isRequired && isOn && <input type="hidden" name={name} value="on" />}
      <input type="checkbox" {...(isRequired ? { checked: true, disabled: true } : { name, defaultChecked: isOn })} />
      <span>
        {label} <span class="faint-text">{isRequired ? 'Your organization requires it.' : hint}</span>
      </span>
    </label>
  );
}

/** ` From the organization: pin, iban.` */
function alsoText(names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? '' : ` From the organization: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`;
}

/** An unticked box sends nothing, and a ticked one `on`. */
export function readScrubbing(field: Fields): Scrubbing {
  const rules = field('relayPiiConfig');
  return {
    dataScrubber: field('dataScrubber') === 'on',
    dataScrubberDefaults: field('dataScrubberDefaults') === 'on',
    scrubIPAddresses: field('scrubIPAddresses') === 'on',
    sensitiveFields: linesOf(field('sensitiveFields')),
    safeFields: linesOf(field('safeFields')),
    // As it was typed, since faults name lines and columns.
    relayPiiConfig: rules.trim() === '' ? null : rules,
  };
}
