import { fail, ok, type Result } from '../result.ts';

export interface Form {
  name: string;
  email: string;
  comments: string;
}

/** What is wrong with which field, in the words of Sentry's form. */
export type FormErrors = Partial<Record<keyof Form, string[]>>;

const maxCharacters = { name: 128, email: 75 };

/** What was written into the dialog. All three fields are required. */
export function readForm(sent: URLSearchParams): Result<Form, FormErrors> {
  const field = (name: keyof Form) => (sent.get(name) ?? '').trim();
  const form = { name: field('name'), email: field('email'), comments: field('comments') };
  const errors: FormErrors = {};
  for (const name of ['name', 'email', 'comments'] as const) {
    const sentence = flawOf(name, form[name]);
    if (sentence !== null) errors[name] = [sentence];
  }
  return Object.keys(errors).length > 0 ? fail(errors) : ok(form);
}

function flawOf(name: keyof Form, value: string): string | null {
  if (value === '') return 'This field is required.';
  if (name === 'comments') return null;
  const characters = [...value].length;
  if (characters > maxCharacters[name]) return `Ensure this value has at most ${maxCharacters[name]} characters (it has ${characters}).`;
  return name === 'email' && !isEmail(value) ? 'Enter a valid email address.' : null;
}

/** A name, and a host with a dot in it: more than that only a mail can tell. */
function isEmail(value: string): boolean {
  return /^[^\s@<>()[\]\\,;:"]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(value);
}
