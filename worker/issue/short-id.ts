/** Crockford's base32: no I, L, O, U, so that a short id can be read out loud. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `WEB-1A`: what people call an issue. `number` counts within the project, from 1. */
export function shortIdOf(projectSlug: string, number: number): string {
  let counting = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / digits.length)) counting = (digits[rest % digits.length] ?? '') + counting;
  return `${projectSlug.toUpperCase()}-${counting}`;
}

/** Reads what people type: any case, and O for 0, I and L for 1. Null for what cannot be a short id. A slug may itself have dashes. */
export function parseShortId(text: string): { projectSlug: string; number: number } | null {
  const [, slug, counting] = /^([a-z0-9][a-z0-9_-]*)-([0-9a-z]{1,6})$/i.exec(text) ?? [];
  if (slug === undefined || counting === undefined) return null;
  let number = 0;
  for (const character of counting.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')) {
    const digit = digits.indexOf(character);
    if (digit < 0) return null;
    number = number * digits.length + digit;
  }
  return number > 0 ? { projectSlug: slug.toLowerCase(), number } : null;
}
