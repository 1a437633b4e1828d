import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { readEventId } from '../stats/view.ts';
import { TextField } from '../ui/field.tsx';
import { FormDialog } from './actions/resolve-dialogs.tsx';

/** Asks for the id of an event, as it stands in a log or a chat: with dashes or without. */
export function EventIdDialog({ onGo, onClose }: { onGo: (eventId: string) => void; onClose: () => void }): JSX.Element {
  const text = useSignal('');
  const isAsked = useSignal(false);
  const eventId = readEventId(text.value);
  const go = (): void => {
    isAsked.value = true;
    if (eventId !== null) onGo(eventId);
  };
  return (
    <FormDialog title="Go to an event" action="Go" onGo={go} onClose={onClose}>
      <TextField
        label="Event id"
        name="event"
        autocomplete="off"
        autofocus
        hint="Of this issue. Where any event is, the screen of stats tells."
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        fault={isAsked.value && eventId === null ? 'An id has 32 digits of 0 to 9 and a to f.' : undefined}
      />
    </FormDialog>
  );
}
