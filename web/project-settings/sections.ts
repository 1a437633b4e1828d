/** The sections of a project's settings, in their order. Ids are part of addresses. */
export const sections = [
  { id: 'general', label: 'General' },
  { id: 'keys', label: 'Client keys' },
  { id: 'filters', label: 'Inbound filters' },
  { id: 'limits', label: 'Limits and quotas' },
  { id: 'scrubbing', label: 'Data scrubbing' },
  { id: 'grouping', label: 'Issue grouping' },
  { id: 'ownership', label: 'Ownership' },
  { id: 'discarded', label: 'Discarded issues' },
  { id: 'retention', label: 'Retention' },
] as const;

export type SectionId = (typeof sections)[number]['id'];

export function sectionOf(id: string): (typeof sections)[number] | null {
  return sections.find((section) => section.id === id) ?? null;
}
