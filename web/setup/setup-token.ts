/** The setup token in an address: `/setup?token=…` as `npm start` prints it, or `/setup#token` for who wants it in no log. Empty where there is none. */
export function readSetupToken(search: string, hash: string): string {
  const fragment = new URLSearchParams(hash.replace(/^#/, ''));
  // A fragment that is nothing but the token reads as a name without a value.
  const [[name, value] = ['', '']] = fragment;
  return new URLSearchParams(search).get('token') ?? fragment.get('token') ?? (value === '' ? name : `${name}=${value}`);
}
