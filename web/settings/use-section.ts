import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Answer } from '../api.ts';
import { type Fields, useForm } from '../ui/form.ts';

export type Section = ReturnType<typeof useSection>;

/** A form that knows whether it differs from what is saved. `send` and `done` are as for `useForm`. */
export function useSection<Value>(send: (fields: Fields) => Promise<Answer<Value>>, done: (value: Value) => void) {
  /** The form as it is saved, null until it is there, and as it was sent last. */
  const saved = useRef<string | null>(null);
  const sent = useRef('');
  /** What is in the form now. */
  const entered = useSignal('');
  const isDirty = useSignal(false);
  /** Counts the times that changes were thrown away. */
  const generation = useSignal(0);
  const { form, submit, isSending, faultOf, faultsOf, otherFault } = useForm(
    (fields) => {
      sent.current = snapshot(form.current);
      return send(fields);
    },
    (value: Value) => {
      saved.current = sent.current;
      look();
      done(value);
    },
  );

  function look(): void {
    entered.value = snapshot(form.current);
    isDirty.value = saved.current !== null && entered.value !== saved.current;
  }

  // What the server says anew behind an untouched form is no change of the reader's.
  useEffect(() => {
    if (!isDirty.peek()) saved.current = snapshot(form.current);
    look();
  });

  async function save(): Promise<boolean> {
    await submit(new Event('submit'));
    return !isDirty.peek();
  }

  return {
    form,
    /** To be called when something in the form changed. */
    look,
    save,
    isSending,
    isDirty,
    entered,
    faultOf,
    faultsOf,
    otherFault,
    generation: generation.value,
    discard(): void {
      // Known again when the fields are built anew.
      saved.current = null;
      isDirty.value = false;
      generation.value += 1;
    },
  };
}

function snapshot(form: HTMLFormElement | null): string {
  return form ? JSON.stringify([...new FormData(form)]) : '';
}
