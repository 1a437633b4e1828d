import { type Signal, useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Asking } from '../issue/actions/deed-dialogs.tsx';
import { Icon } from '../ui/icon.tsx';
import { counted, exactCount } from '../ui/numbers.ts';
import { BulkBar } from './bulk-bar.tsx';
import type { IssuesModel } from './issues-model.ts';
import type { View } from './view.ts';

interface ListHeadProps {
  model: InstanceType<typeof IssuesModel>;
  period: View['period'];
  onPeriod: (period: View['period']) => void;
  asking: Signal<Asking | null>;
}

/** Names the columns, and gives its place to the actions as soon as something is selected. */
export function ListHead({ model, period, onPeriod, asking }: ListHeadProps): JSX.Element {
  const selected = useComputed(() => model.selection.value.ids.size);
  const isAll = useComputed(() => selected.value > 0 && selected.value === model.rows.value.length);
  const shown = model.rows.value.length;
  const hits = model.page.value?.hits ?? null;
  const fresh = model.fresh.value;
  return (
    <div class="list-head">
      <label class="pick">
        <input
          type="checkbox"
          aria-label="Select all on this page"
          checked={isAll}
          disabled={shown === 0}
          ref={(box) => {
            if (box !== null) box.indeterminate = selected.value > 0 && !isAll.value;
          }}
          onClick={() => model.toggleAll()}
        />
      </label>
      {selected.value > 0 ? (
        <BulkBar
          issues={model.targets.value}
          count={model.targetCount.value}
          hits={hits}
          canMatchAll={isAll.value && !model.isMatchAll.value && hits !== null && hits > shown}
          isMatchAll={model.isMatchAll.value}
          isMerging={model.isMerging.value}
          asking={asking}
          onDeed={(deed) => void model.act(deed)}
          onMerge={() => void model.merge()}
          onMatchAll={() => model.selectMatching()}
          onClear={() => model.clearSelection()}
        />
      ) : (
        <>
          <p class="shown">{shown > 0 && (hits === null ? exactCount(shown) : `${exactCount(shown)} of ${exactCount(hits)}`)}</p>
          {fresh > 0 && (
            <button class="pill" type="button" title="Show them (n)" onClick={() => model.showFresh()}>
              <Icon name="arrow-up" small />
              {counted(fresh, 'new issue')}
            </button>
          )}
          <span class="trend" role="group" aria-label="Time of the trend">
            <PeriodButton value="24h" selected={period} onSelect={onPeriod}>
              24 h
            </PeriodButton>
            <PeriodButton value="14d" selected={period} onSelect={onPeriod}>
              14 d
            </PeriodButton>
          </span>
          <span class="events">Events</span>
          <span class="users">Users</span>
          <span class="age">Seen</span>
          <span class="who">
            <span class="visually-hidden">Assigned to</span>
          </span>
        </>
      )}
    </div>
  );
}

interface PeriodButtonProps {
  value: View['period'];
  selected: View['period'];
  onSelect: (period: View['period']) => void;
  children: string;
}

function PeriodButton({ value, selected, onSelect, children }: PeriodButtonProps): JSX.Element {
  return (
    <button type="button" aria-pressed={value === selected} onClick={() => onSelect(value)}>
      {children}
    </button>
  );
}
