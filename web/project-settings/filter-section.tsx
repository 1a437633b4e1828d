import { useSignal } from '@preact/signals';
import { useId, useMemo } from 'preact/hooks';
import type { InboundFilter } from '../../worker/api/contract/project-options.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import { changeFilter, changeProject } from '../api.ts';
import type { Resource } from '../cache.ts';
import { statsPath } from '../places.ts';
import { filtersCache, projectCache } from '../resources.ts';
import { LinesField, linesOf } from '../settings/lines-field.tsx';
import { saveAll } from '../settings/save-all.ts';
import { SectionForm } from '../settings/section-form.tsx';
import { SettingsBones } from '../settings/settings-bones.tsx';
import { useSection } from '../settings/use-section.ts';
import type { Fields } from '../ui/form.ts';
import { showToast } from '../ui/toast.tsx';
import { filterChange, knownBrowsers } from './filter-change.ts';
import { usePartInAddress } from './section-in-address.ts';

/** Which events a project does not want. */
export function FilterSection({ org, project }: { org: string; project: Project }) {
  const filters = useMemo(() => filtersCache.visit(org, project.slug), [org, project.slug]);
  const list = filters.value.value;
  usePartInAddress(list !== null);
  if (!list) return <SettingsBones failure={filters.failure.value} retry={() => void filters.refresh()} />;
  return <FilterForm org={org} project={project} filters={filters} list={list} />;
}

interface FilterFormProps {
  org: string;
  project: Project;
  filters: Resource<InboundFilter[]>;
  list: readonly InboundFilter[];
}

const textFields = ['options.filters:error_messages', 'options.filters:releases', 'options.filters:blacklisted_ips'];

function FilterForm({ org, project, filters, list }: FilterFormProps) {
  const section = useSection(
    async (field) => {
      const changed = await saveAll(
        changesOf(field, list).map(
          ({ filter, change }) =>
            () =>
              changeFilter(org, project.slug, filter.id, change),
        ),
      );
      if (!changed.ok) return changed;
      return changeProject(org, project.slug, {
        allowedDomains: linesOf(field('allowedDomains')),
        options: {
          'filters:error_messages': field('messages'),
          'filters:releases': field('releases'),
          'filters:blacklisted_ips': field('addresses'),
        },
      });
    },
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      void filters.refresh();
      showToast({ text: 'Saved. The filters hold within a minute.' });
    },
  );
  const { faultOf } = section;
  const options = project.options;
  return (
    <SectionForm section={section} fields={textFields}>
      <p class="quiet-text">
        What a filter drops is answered like all else and counted on the <a href={statsPath(org)}>Stats page</a>, with the reason.
      </p>
      <ul class="filter-list">
        {list.map((filter) => (
          <FilterLine key={filter.id} filter={filter} />
        ))}
      </ul>
      <h2>By list</h2>
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
    </SectionForm>
  );
}

function FilterLine({ filter: { id: filterId, name, description, active } }: { filter: InboundFilter }) {
  const id = useId();
  const isOn = useSignal(active !== false);
  const chosen = Array.isArray(active) ? active : [];
  return (
    <li>
      <input
        type="checkbox"
        id={id}
        name={`filter.${filterId}`}
        defaultChecked={active !== false}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget }) => (isOn.value = currentTarget.checked)}
      />
      <div>
        <label for={id}>{name}</label>
        <p class="quiet-text" id={`${id}-hint`}>
          {description}
        </p>
        {filterId === 'legacy-browsers' && isOn.value && (
          <fieldset class="browser-list">
            <legend>Which ones; with none chosen, those that Sentry filters by default</legend>
            {knownBrowsers.map(([browser, label]) => (
              <label key={browser}>
                <input type="checkbox" name={`browser.${browser}`} defaultChecked={chosen.includes(browser)} />
                {label}
              </label>
            ))}
          </fieldset>
        )}
      </div>
    </li>
  );
}

function changesOf(field: Fields, list: readonly InboundFilter[]) {
  return list.flatMap((filter) => {
    const browsers = knownBrowsers.map(([browser]) => browser).filter((browser) => field(`browser.${browser}`) !== '');
    const change = filterChange(filter, field(`filter.${filter.id}`) !== '', browsers);
    return change ? [{ filter, change }] : [];
  });
}
