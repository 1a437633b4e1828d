import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Times } from '../../api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldsOf } from '../../ui/form.ts';

interface RangeDialogProps {
  times: Times | null;
  onChoose: (times: Times) => void;
  onClose: () => void;
}

/** Asks for a time to begin and one to end with, in the reader's own zone. */
export function RangeDialog({ times, onChoose, onClose }: RangeDialogProps): JSX.Element {
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const fault = useSignal<string | undefined>(undefined);
  const range = times !== null && 'start' in times ? times : null;
  const choose = (event: Event): void => {
    event.preventDefault();
    if (!form.current) return;
    const field = fieldsOf(form.current);
    const [start, end] = [Date.parse(field('start')), Date.parse(field('end'))];
    if (Number.isNaN(start) || Number.isNaN(end)) fault.value = 'Say both when it begins and when it ends.';
    else if (start >= end) fault.value = 'The end has to be after the beginning.';
    else {
      onChoose({ start: new Date(start).toISOString(), end: new Date(end).toISOString() });
      onClose();
    }
  };
  return (
    <Dialog
      title="From a time to another"
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId}>
            Show this time
          </button>
        </>
      }
    >
      <form class="stack" id={formId} ref={form} onSubmit={choose} noValidate>
        <TextField label="From" name="start" type="datetime-local" defaultValue={range ? localTime(range.start) : ''} autofocus fault={fault.value} />
        <TextField label="Until" name="end" type="datetime-local" defaultValue={range ? localTime(range.end) : ''} hint="In the time zone of this browser." />
      </form>
    </Dialog>
  );
}

/** As an input of local time wants it: `2026-11-24T20:05`. */
function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
