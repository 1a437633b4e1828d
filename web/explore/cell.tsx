import type { JSX } from 'preact';
import type { ExploreRow, FieldType } from '../../worker/api/contract/explore.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { canNarrow, narrowedTo } from './drill-down.ts';
import type { ExploreView } from './view.ts';

interface CellProps {
  field: string;
  type: FieldType;
  row: ExploreRow;
  view: ExploreView;
  /** Where the value itself leads; null where a click on it narrows the query. */
  href: string | null;
  /** Of the highest in the column, in percent; null where there is no bar. */
  share: number | null;
  hrefOf: (view: ExploreView) => string;
}

/** A value: what strangers wrote is text and nothing else. */
export function Cell({ field, type, row, view, href, share, hrefOf }: CellProps): JSX.Element {
  const value = row[field] ?? null;
  if (type === 'date') return typeof value === 'string' ? <TimeAgo at={value} /> : <Nothing />;
  if (typeof value === 'number' && field !== 'issue.id' && field !== 'project.id') return <Figure value={value} share={share} />;
  const text = textOf(value);
  const isEmpty = text === '';
  if (href && !isEmpty)
    return (
      <a class="cell-link clip" href={href} title={text}>
        <bdi>{text}</bdi>
      </a>
    );
  if (!canNarrow(field))
    return isEmpty ? (
      <Nothing />
    ) : (
      <bdi class="clip" title={text}>
        {text}
      </bdi>
    );
  const narrowed = hrefOf({ ...view, query: narrowedTo(view.query, field, value), cursor: null });
  return (
    <a class="cell-value clip" href={narrowed} title={isEmpty ? `Only events without ${field}` : `Only ${field}: ${text}`}>
      {isEmpty ? <Nothing /> : <bdi>{text}</bdi>}
    </a>
  );
}

function Nothing(): JSX.Element {
  return <span class="faint-text">none</span>;
}

function Figure({ value, share }: { value: number; share: number | null }): JSX.Element {
  return (
    <span class="figure">
      {share !== null && (
        <span class="meter" style={{ '--share': share }} aria-hidden="true">
          <span />
        </span>
      )}
      <data value={value}>{value.toLocaleString(undefined, { maximumSignificantDigits: Number.isInteger(value) ? 21 : 4 })}</data>
    </span>
  );
}

function textOf(value: ExploreRow[string]): string {
  if (value === null) return '';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
