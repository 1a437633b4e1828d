import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';

interface AddFormProps {
  label: string;
  options: readonly { value: string; label: string }[];
  add: (value: string) => Promise<void>;
}

/** Chooses one of those that are not there yet. The focus stays, so that one can go on. */
export function AddForm({ label, options, add }: AddFormProps) {
  const id = useId();
  const select = useRef<HTMLSelectElement>(null);
  const isSending = useSignal(false);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const value = select.current?.value ?? '';
    if (value === '' || isSending.peek()) return;
    isSending.value = true;
    await add(value);
    isSending.value = false;
    if (select.current) select.current.value = '';
    select.current?.focus();
  }
  return (
    <form class="add-form" onSubmit={(event) => void submit(event)}>
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <select class="select" id={id} ref={select}>
        <option value="">{label}…</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <button class="button" type="submit" aria-disabled={isSending.value}>
        Add
        <span class="visually-hidden">: {label}</span>
      </button>
    </form>
  );
}
