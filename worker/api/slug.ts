const maxLength = 50;

/** A slug from what people call a thing. `fallback` stands in where nothing is left, and before digits alone, which would pass for an id. */
export function slugOf(name: string, fallback: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '');
  const slug = words === '' ? fallback : /^\d+$/.test(words) ? `${fallback}-${words}` : words;
  return slug.slice(0, maxLength).replace(/[-_]+$/, '');
}

/** `slug`, or with the smallest number behind it that makes it unlike all in `taken`. */
export function freeSlug(slug: string, taken: readonly string[]): string {
  if (!taken.includes(slug)) return slug;
  for (let number = 2; ; number += 1) {
    const numbered = `${slug.slice(0, maxLength - 1 - String(number).length)}-${number}`;
    if (!taken.includes(numbered)) return numbered;
  }
}
