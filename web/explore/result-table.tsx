import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ExploreRow, FieldType } from '../../worker/api/contract/explore.ts';
import type { ExplorePage } from '../api.ts';
import { eventPath, issuePath } from '../places.ts';
import { Icon } from '../ui/icon.tsx';
import { Cell } from './cell.tsx';
import { eventsOfGroup } from './drill-down.ts';
import { headOf } from './known-fields.ts';
import { labelOf } from './lines.ts';
import { type ExploreView, groupsOf, isFunction, isGrouped, shownSort, sortedBy } from './view.ts';

interface ResultTableProps {
  org: string;
  view: ExploreView;
  page: ExplorePage;
  /** Of the lines in the chart, in the order of their colours. */
  labels: readonly string[];
  /** Row of the cursor. */
  at: Signal<number | null>;
  hrefOf: (view: ExploreView) => string;
  go: (change: Partial<ExploreView>) => void;
}

/** Where a row leads: an event to itself, a group to its events. */
export function rowHref(org: string, view: ExploreView, row: ExploreRow, hrefOf: ResultTableProps['hrefOf']): string | null {
  if (isGrouped(view)) return hrefOf(eventsOfGroup(view, row));
  const [issueId, eventId] = [row['issue.id'], row['id']];
  return typeof issueId === 'number' && typeof eventId === 'string' ? eventPath(org, String(issueId), eventId) : null;
}

export function ResultTable({ org, view, page, labels, at, hrefOf, go }: ResultTableProps): JSX.Element {
  const types = page.meta.fields;
  const most = mostOf(view, page.data);
  const groups = groupsOf(view);
  const lineOf = (row: ExploreRow): number => (groups.length === 0 ? -1 : labels.indexOf(labelOf(row, groups)));
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A table wider than its box is scrolled by the arrow keys, so it takes the focus. */}
      <div class="explore-scroll" tabIndex={0} role="region" aria-label="Found events">
        <table class={isGrouped(view) ? 'table explore-table groups' : 'table explore-table'}>
          <thead>
            <tr>
              {view.fields.map((field) => (
                <Head key={field} view={view} field={field} type={types[field] ?? 'string'} go={go} />
              ))}
              <th scope="col">
                <span class="visually-hidden">Open</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {page.data.map((row, index) => {
              const href = rowHref(org, view, row, hrefOf);
              return (
                <tr
                  key={typeof row['id'] === 'string' && !isGrouped(view) ? row['id'] : index}
                  id={`row-${index}`}
                  class={at.value === index ? 'at' : undefined}
                >
                  {view.fields.map((field) => (
                    <td key={field} class={cellClass(field, types[field] ?? 'string')}>
                      <span class="keyed">
                        {field === groups[0] && labels.length > 0 && isGrouped(view) && (
                          <span class={lineOf(row) < 0 ? 'swatch' : `swatch s${lineOf(row) + 1}`} aria-hidden="true" />
                        )}
                        <Cell
                          field={field}
                          type={types[field] ?? 'string'}
                          row={row}
                          view={view}
                          href={cellHref(org, field, row, href)}
                          share={shareOf(field, row, most)}
                          hrefOf={hrefOf}
                        />
                      </span>
                    </td>
                  ))}
                  <td class="go">
                    {href && (
                      <a
                        class="button quiet square small"
                        href={href}
                        aria-label={isGrouped(view) ? 'Show these events' : 'Open the event'}
                        title={isGrouped(view) ? 'Show these events' : 'Open the event'}
                      >
                        <Icon name="chevron-right" small />
                      </a>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface HeadProps {
  view: ExploreView;
  field: string;
  type: FieldType;
  go: ResultTableProps['go'];
}

function Head({ view, field, type, go }: HeadProps): JSX.Element {
  const sort = shownSort(view);
  const direction = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined;
  return (
    <th scope="col" class={isNumber(type) ? 'end' : type === 'date' ? 'when' : undefined} aria-sort={direction}>
      <button type="button" title={field} onClick={() => go({ sort: sortedBy(view, field, type === 'string') })}>
        <span>{headOf(field)}</span>
        {direction && <Icon name={direction === 'ascending' ? 'arrow-up' : 'arrow-down'} small />}
      </button>
    </th>
  );
}

/** The title leads to the event, a short id to the issue. */
function cellHref(org: string, field: string, row: ExploreRow, href: string | null): string | null {
  const issueId = row['issue.id'];
  if (field === 'issue' && typeof issueId === 'number') return issuePath(org, String(issueId));
  return field === 'title' || field === 'id' || field === 'message' ? href : null;
}

function cellClass(field: string, type: FieldType): string | undefined {
  if (isNumber(type)) return 'end';
  if (type === 'date') return 'when';
  return field === 'title' || field === 'message' ? 'wide' : undefined;
}

export function isNumber(type: FieldType): boolean {
  return type === 'number' || type === 'integer';
}

/** The highest of each count, which the bars are shares of. */
function mostOf(view: ExploreView, rows: readonly ExploreRow[]): Map<string, number> {
  const counts = view.fields.filter((field) => isFunction(field) && field.startsWith('count'));
  return new Map(counts.map((field) => [field, Math.max(0, ...rows.map((row) => Number(row[field] ?? 0)))]));
}

function shareOf(field: string, row: ExploreRow, most: ReadonlyMap<string, number>): number | null {
  const highest = most.get(field);
  return highest ? (Number(row[field] ?? 0) / highest) * 100 : null;
}
