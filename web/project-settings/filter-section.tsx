import { useSignal } from '@preact/signals';
import { useId, useMemo } from 'preact/hooks';
import type { InboundFilter, InboundFilterChange } from '../../worker/api/contract/project-options.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import { changeFilter, changeProject } from '../api.ts';
import type { Resource } from '../cache.ts';
import { statsPath } from '../places.ts';
import { filtersCache, projectCache } from '../resources.ts';
import { useForm } from '../ui/form.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { showToast } from '../ui/toast.tsx';
import { LinesField } from './lines-field.tsx';

/** Which events a project does not want. */
export function FilterSection({ org, project }: { org: string; project: Project }) {
  const filters = useMemo(() => filtersCache.visit(org, project.slug), [org, project.slug]);
  const list = filters.value.value;
  const failure = filters.failure.value;
  return (
    <section class="settings-section" id="filters" aria-labelledby="filters-title">
      <h2 id="filters-title">Inbound filters</h2>
      <p class="quiet-text">
        What a filter drops is answered like all else and counted on the <a href={statsPath(org)}>Stats page</a>, with the reason. A change holds within a
        minute.
      </p>
      {list && (
        <ul class="filter-list">
          {list.map((filter) => (
            <FilterLine key={filter.id} org={org} slug={project.slug} filter={filter} filters={filters} />
          ))}
        </ul>
      )}
      {!list && failure && <Failed title="The filters did not load" failure={failure} retry={() => void filters.refresh()} />}
      {!list && !failure && (
        <Loading label="Loading the filters">
          <Bone />
        </Loading>
      )}
      <FilterForm org={org} project={project} />
    </section>
  );
}

/** The generations that are offered; what else an API client chose stays as it is. */
const browsers: [id: string, name: string][] = [
  ['ie', 'Internet Explorer'],
  ['edge', 'Edge up to 110'],
  ['safari', 'Safari up to 15'],
  ['firefox', 'Firefox up to 110'],
  ['chrome', 'Chrome up to 110'],
  ['opera', 'Opera up to 99'],
  ['android', 'Android up to 3'],
  ['opera_mini', 'Opera Mini up to 34'],
];

interface FilterLineProps {
  org: string;
  slug: string;
  filter: InboundFilter;
  filters: Resource<InboundFilter[]>;
}

function FilterLine({ org, slug, filter, filters }: FilterLineProps) {
  const id = useId();
  const isSaving = useSignal(false);
  const { name, description, active } = filter;
  const chosen = Array.isArray(active) ? active : [];

  async function save(change: InboundFilterChange, next: InboundFilter['active'], text: string): Promise<void> {
    isSaving.value = true;
    const answer = await changeFilter(org, slug, filter.id, change);
    isSaving.value = false;
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    filters.put((filters.value.peek() ?? []).map((one) => (one.id === filter.id ? { ...one, active: next } : one)));
    showToast({ text });
  }

  function choose(browser: string, isChosen: boolean): void {
    const next = browsersOf(isChosen ? [...chosen, browser] : chosen.filter((one) => one !== browser));
    void save({ subfilters: next }, next.length > 0 ? next : false, 'Saved.');
  }

  return (
    <li>
      <input
        type="checkbox"
        id={id}
        checked={active !== false}
        disabled={isSaving.value}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget: { checked } }) =>
          void save({ active: checked }, checked, checked ? `${name}: filtered from now on.` : `${name}: no longer filtered.`)
        }
      />
      <div>
        <label for={id}>{name}</label>
        <p class="quiet-text" id={`${id}-hint`}>
          {description}
        </p>
        {filter.id === 'legacy-browsers' && active !== false && (
          <fieldset class="browser-list" disabled={isSaving.value}>
            <legend>Which ones{active === true && '; with none chosen, those that Sentry filters by default'}</legend>
            {browsers.map(([browser, label]) => (
              <label key={browser}>
                <input type="checkbox" checked={chosen.includes(browser)} onChange={({ currentTarget }) => choose(browser, currentTarget.checked)} />
                {label}
              </label>
            ))}
          </fieldset>
        )}
      </div>
    </li>
  );
}

type Browsers = NonNullable<InboundFilterChange['subfilters']>;

/** The API knows its names; the ones here are among them, and so is whatever it sent. */
function browsersOf(names: readonly string[]): Browsers {
  return names.filter((name): name is Browsers[number] => name !== '');
}

function FilterForm({ org, project }: { org: string; project: Project }) {
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) =>
      changeProject(org, project.slug, {
        allowedDomains: linesOf(field('allowedDomains')),
        options: {
          'filters:error_messages': field('messages'),
          'filters:releases': field('releases'),
          'filters:blacklisted_ips': field('addresses'),
        },
      }),
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      showToast({ text: 'Saved.' });
    },
  );
  const fields = ['options.filters:error_messages', 'options.filters:releases', 'options.filters:blacklisted_ips'];
  const fault = otherFault(...fields);
  const options = project.options;
  return (
    <form class="stack" ref={form} onSubmit={submit} noValidate>
      {fault && (
        <p class="form-fault" role="alert">
          {fault}
        </p>
      )}
      <LinesField
        label="Error messages"
        name="messages"
        defaultValue={options?.['filters:error_messages'] ?? ''}
        placeholder="TypeError: Failed to fetch*"
        hint="One pattern a line, compared with the message and with “Type: value” of each exception. * stands for anything."
        fault={faultOf('options.filters:error_messages')}
      />
      <LinesField
        label="Releases"
        name="releases"
        defaultValue={options?.['filters:releases'] ?? ''}
        placeholder="shop@1.*"
        hint="One pattern a line."
        fault={faultOf('options.filters:releases')}
      />
      <LinesField
        label="Addresses"
        name="addresses"
        defaultValue={options?.['filters:blacklisted_ips'] ?? ''}
        placeholder="203.0.113.0/24"
        hint="Addresses or ranges that send, one a line."
        fault={faultOf('options.filters:blacklisted_ips')}
      />
      <div id="origins">
        <LinesField
          label="Allowed domains"
          name="allowedDomains"
          defaultValue={(project.allowedDomains ?? ['*']).join('\n')}
          placeholder="*.shop.example"
          hint="Pages of other origins are refused; * allows all. What no page sends is always allowed."
        />
      </div>
      <button class="button" type="submit" disabled={isSending}>
        {isSending ? 'Saving…' : 'Save lists'}
      </button>
    </form>
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
