import type { ComponentChildren } from 'preact';
import { useKeys } from '../ui/keyboard.ts';
import { LeaveGuard } from './leave-guard.tsx';
import type { Section } from './use-section.ts';

interface SectionFormProps {
  section: Section;
  /** Names of the fields that say themselves what is wrong with them. */
  fields?: readonly string[];
  /** With nothing to save there is no bar: the section is more than its form. */
  isQuiet?: boolean;
  /** Stands beside the buttons, e.g. for another button. */
  actions?: ComponentChildren;
  /** Stands between the fields and the buttons, and stays when changes are discarded. */
  after?: ComponentChildren;
  children: ComponentChildren;
}

/** A section with its one save. Discarding changes builds the fields anew, so that they have what is saved. */
export function SectionForm({ section, fields = [], isQuiet = false, actions, after, children }: SectionFormProps) {
  const { form, look, save, isDirty, isSending, generation, discard, otherFault } = section;
  const isClean = !isDirty.value;
  const fault = otherFault(...fields);
  const submit = (event?: Event): void => {
    event?.preventDefault();
    if (isDirty.peek()) void save();
  };
  useKeys('Settings', [{ keys: 'mod+s', label: 'Save this section', run: submit }]);

  return (
    <form class="section-form" ref={form} onSubmit={submit} onInput={look} onChange={look} noValidate>
      <div class="section-fields" key={generation}>
        {children}
      </div>
      {after}
      {fault && (
        <p class="form-fault" role="alert">
          {fault}
        </p>
      )}
      {!(isQuiet && isClean) && (
        <div class={isClean ? 'save-bar' : 'save-bar dirty'}>
          {/* Not `disabled`, which would take the focus from it once all is saved. */}
          <button class="button primary" type="submit" aria-disabled={isClean || isSending}>
            {isSending ? 'Saving…' : 'Save changes'}
          </button>
          {!isClean && (
            <button
              class="button quiet"
              type="button"
              onClick={() => {
                discard();
                document.querySelector<HTMLElement>('#content h1')?.focus();
              }}
            >
              Discard
            </button>
          )}
          {actions}
          <p class="save-state" role="status">
            {!isClean && 'Unsaved changes'}
          </p>
        </div>
      )}
      {!isClean && <LeaveGuard save={save} />}
    </form>
  );
}
