import { changeProject } from '../storage/projects.ts';
import type { ProjectCall } from './call.ts';
import { type FilterId, filterIds, type InboundFilter, InboundFilterChange } from './contract/project-options.ts';
import { readBody } from './read-body.ts';
import { invalidFields, notFound } from './refusals.ts';

/** What a filter drops, for those who have to decide. */
const texts: Record<FilterId, { name: string; description: string }> = {
  'browser-extensions': {
    name: 'Browser extensions',
    description: 'Errors whose code or message belongs to an extension in the reader’s browser, or to a proxy that changes pages.',
  },
  localhost: { name: 'Localhost', description: 'Events of pages and servers on localhost, 127.0.0.1 or ::1, or of a file.' },
  'filtered-transaction': { name: 'Health checks', description: 'Transactions named like a health check, such as /healthz or /ready.' },
  'web-crawlers': { name: 'Web crawlers', description: 'Events of search engines, monitors and link previews, which run pages in their own ways.' },
  'legacy-browsers': { name: 'Old browsers', description: 'Events of browser versions that are no longer worth a fix.' },
  'invalid-csp': { name: 'Strange policy reports', description: 'Reports of a content policy that an extension or a proxy broke, not the site.' },
  'react-hydration-errors': {
    name: 'React hydration errors',
    description: 'What the browser drew was not what the server had rendered; extensions cause most.',
  },
  'chunk-load-error': { name: 'Missing chunks', description: 'A page that was open while the site was deployed anew asks for code that is gone.' },
};

export async function listFilters({ project }: ProjectCall): Promise<Response> {
  const { filters = {} } = project.options;
  const list = filterIds.map((id): InboundFilter => {
    const state = filters[id] ?? false;
    return { id, active: typeof state === 'boolean' ? state : [...state], ...texts[id], hello: `${id} - ${texts[id].name}` };
  });
  return Response.json(list);
}

export async function changeFilter({ request, organization, project, parameter }: ProjectCall): Promise<Response> {
  const id = filterIds.find((known) => known === parameter('filter'));
  if (!id) throw notFound();
  const { active, subfilters } = await readBody(request, InboundFilterChange);
  if (subfilters && id !== 'legacy-browsers') throw invalidFields({ subfilters: ['This filter has no parts.'] });
  const state = active ?? (subfilters && (subfilters.length > 0 ? [...new Set(subfilters)].sort() : false));
  if (state !== undefined) await changeProject(organization, project, {}, { filters: { [id]: state } });
  return new Response(null, { status: 204 });
}
