import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Answer, Failure } from '../api.ts';

/**
 * A form that sends its fields once at a time. `send` reads them from the form's data; `done` gets what the server made of them. The inputs keep
 * what was typed; what the server did not accept stands at its field, which gets the focus.
 */
export function useForm<Value>(send: (fields: Fields) => Promise<Answer<Value>>, done: (value: Value) => void) {
  const form = useRef<HTMLFormElement>(null);
  const isSending = useSignal(false);
  const failure = useSignal<Failure | null>(null);
  const faults = failure.value?.reason === 'invalid' ? failure.value.fields : {};

  async function submit(event: Event) {
    event.preventDefault();
    if (!form.current || isSending.peek()) return;
    isSending.value = true;
    const answer = await send(fieldsOf(form.current));
    isSending.value = false;
    failure.value = answer.ok ? null : answer.failure;
    if (answer.ok) done(answer.value);
  }

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failure.value]);

  return {
    form,
    submit,
    isSending: isSending.value,
    /** What is wrong with a field, by its name in the body. */
    faultOf: (field: string): string | undefined => faults[field]?.join(' '),
    /** The same, one by one. */
    faultsOf: (field: string): readonly string[] => faults[field] ?? [],
    /** What is wrong with none of the fields named here. */
    otherFault: (...fields: string[]): string | null => otherFault(failure.value, fields),
  };
}

/** What somebody entered, by the names of the inputs. Empty where there is no such input. */
export type Fields = (name: string) => string;

/** What is in a form now. */
export function fieldsOf(form: HTMLFormElement): Fields {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
}

function otherFault(failure: Failure | null, fields: readonly string[]): string | null {
  if (!failure || failure.reason === 'cancelled') return null;
  if (failure.reason !== 'invalid') return failure.message;
  const others = Object.entries(failure.fields).filter(([field]) => !fields.includes(field));
  return others.length === 0
    ? null
    : others.map(([field, faults]) => (field === 'non_field_errors' ? faults.join(' ') : `${field}: ${faults.join(' ')}`)).join(' ');
}
