import type { JSX } from 'preact';
import type { IssueSort } from '../../worker/api/contract/issue.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { sorts } from './view.ts';

/** By what the list is sorted. A phone has room for the icon alone. */
export function SortMenu({ sort, onSort }: { sort: IssueSort; onSort: (sort: IssueSort) => void }): JSX.Element {
  const current = sorts.find((one) => one.sort === sort)?.label ?? '';
  return (
    <Menu
      class="button small quiet sort"
      label={`Sorted by: ${current}`}
      trigger={
        <>
          <Icon name="arrow-up-down" small />
          <span>{current}</span>
          <Icon name="chevron-down" small />
        </>
      }
      items={sorts.map(({ sort: one, label }) => ({ label, isChecked: one === sort, run: () => onSort(one) }))}
    />
  );
}
