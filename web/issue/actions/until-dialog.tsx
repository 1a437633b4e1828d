import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { now } from '../../ui/clock.ts';
import { TextField } from '../../ui/field.tsx';
import { archiveText, maxWindowMinutes, readUntil, type Until, type UntilFields, windowUnits } from './archive-until.ts';
import { FormDialog } from './resolve-dialogs.tsx';

const nothing: UntilFields = { time: '', events: '', eventsWindow: '', eventsUnit: '60', users: '', usersWindow: '', usersUnit: '60' };

/** A time, so many more events or users, or several of these: whatever comes first brings the issue back. What was entered is told back as a sentence. */
export function UntilDialog({ title, onArchive, onClose }: { title: string; onArchive: (until: Until) => void; onClose: () => void }): JSX.Element {
  const fields = useSignal(nothing);
  const isAsked = useSignal(false);
  const read = readUntil(fields.value, now.value);
  const faults = !read.ok && isAsked.value ? read.faults : {};
  const set = (name: keyof UntilFields) => (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) => {
    fields.value = { ...fields.peek(), [name]: event.currentTarget.value };
  };
  const go = (): void => {
    isAsked.value = true;
    if (read.ok) onArchive(read.until);
  };
  return (
    <FormDialog title={title} action="Archive" onGo={go} onClose={onClose}>
      <TextField label="A time" type="datetime-local" value={fields.value.time} onInput={set('time')} fault={faults.time} autofocus />
      {(['events', 'users'] as const).map((noun) => (
        <fieldset class="until" key={noun}>
          <legend>So many more {noun}</legend>
          <TextField
            label={`More ${noun}`}
            type="number"
            min={1}
            step={1}
            inputMode="numeric"
            placeholder={noun === 'events' ? '100' : '10'}
            value={fields.value[noun]}
            onInput={set(noun)}
            fault={faults[noun]}
          />
          <TextField
            label="within"
            type="number"
            min={1}
            max={maxWindowMinutes}
            step={1}
            inputMode="numeric"
            placeholder="any time"
            value={fields.value[`${noun}Window`]}
            onInput={set(`${noun}Window`)}
            fault={faults[`${noun}Window`]}
          />
          <select class="select" aria-label={`Unit of the time for ${noun}`} value={fields.value[`${noun}Unit`]} onChange={set(`${noun}Unit`)}>
            {windowUnits.map(({ label, minutes }) => (
              <option key={label} value={String(minutes)}>
                {label}
              </option>
            ))}
          </select>
        </fieldset>
      ))}
      {faults.form ? (
        <p class="form-fault" role="alert">
          {faults.form}
        </p>
      ) : (
        <p class="faint-text" role="status">
          {read.ok ? `Archived ${archiveText(read.until)}.` : 'Whatever comes first brings it back.'}
        </p>
      )}
    </FormDialog>
  );
}
