/** The setup token in an address: `/setup?token=…` as `npm start` prints it, or `/setup#token` for who wants it in no log. Empty where there is none. */
export function readSetupToken(search: string, hash: string): string {
  const fromSearch = new URLSearchParams(search).get('token');
  if (fromSearch !== null) return fromSearch;
  const fragment = hash.replace(/^#/, '');
  return new URLSearchParams(fragment).get('token') ?? decodeURIComponent(fragment);
}
