import type { Event } from '../api/contract/event.ts';
import { cut, fenced } from './markdown-text.ts';
import { asFields, asLabel, asList } from './value.ts';

const maxLineCharacters = 300;

/** The last breadcrumbs before it broke, oldest first, at most `max`. */
export function breadcrumbsPart({ entries }: Event, max: number): string[] {
  const entry = entries.find(({ type }) => type === 'breadcrumbs');
  const all = asList(asFields(entry?.data)['values']).map(asFields);
  if (all.length === 0) return [];
  const lines = all.slice(-max).map((crumb) => {
    const words = [crumb['timestamp'], crumb['level'], crumb['category'], crumb['message'], crumb['data']].map(asLabel);
    return cut(words.filter((word) => word !== null && word !== '{}').join(' '), maxLineCharacters);
  });
  return ['### Breadcrumbs', fenced(lines.join('\n'))];
}
