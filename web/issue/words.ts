import type { Issue } from '../../worker/api/contract/issue.ts';

type Titled = Pick<Issue, 'title' | 'metadata'> & { type?: Issue['type'] };

/** What an issue is called, in two strengths: the type of the error and what it said; a message has only the first; a feedback the words of who wrote it. */
export function issueWords({ title, metadata, type }: Titled): { name: string; value: string } {
  if (metadata.type !== undefined && metadata.type !== '') return { name: metadata.type, value: metadata.value ?? '' };
  if (type === 'feedback') return { name: title, value: metadata.message ?? '' };
  const name = metadata.title ?? title;
  return { name: name.trim() === '' ? '(No message)' : name, value: '' };
}

/** Where in the code it broke: `checkout/tax.py in total_with_tax`; what the culprit says where no frame is known. Who wrote, for a feedback. Empty where nothing is. */
export function issuePlace({ culprit, metadata, type }: Pick<Issue, 'culprit' | 'metadata'> & { type?: Issue['type'] }): string {
  // Its culprit repeats what it says.
  if (type === 'feedback') return metadata.name ?? metadata.contact_email ?? '';
  const { filename = '', function: name = '' } = metadata;
  if (filename === '') return culprit ?? '';
  return name === '' ? filename : `${filename} in ${name}`;
}

/** Hours that are compared with as many before them. */
export const growthHours = 3;
/** Fewer events than this grow by chance. */
const fewestEvents = 10;
const leastGrowth = 1.5;

/** How many times as many events the last hours had as those before. Null where it is no growth worth a word. `series` is hourly, oldest first. */
export function growthOf(series: readonly (readonly [at: number, events: number])[]): number | null {
  const sum = (from: number, to: number): number => series.slice(from, to).reduce((total, [, events]) => total + events, 0);
  const recent = sum(-growthHours, series.length);
  const before = sum(-2 * growthHours, -growthHours);
  if (recent < fewestEvents || before === 0) return null;
  const growth = recent / before;
  return growth < leastGrowth ? null : growth;
}

/** `4.1×` */
export function growthText(growth: number): string {
  return `${growth < 10 ? growth.toFixed(1) : Math.round(growth)}×`;
}
