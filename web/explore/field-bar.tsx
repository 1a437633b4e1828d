import type { JSX } from 'preact';
import { Icon } from '../ui/icon.tsx';
import type { Picking } from './field-picker.tsx';
import { headOf } from './known-fields.ts';
import { type ExploreView, functionsOf, groupsOf, isGrouped } from './view.ts';

interface FieldBarProps {
  view: ExploreView;
  onPick: (what: Picking['what'], anchor: HTMLElement) => void;
  onRemove: (field: string) => void;
}

/** What stands in the columns: of events their fields, of groups what they have in common and what they come to. */
export function FieldBar({ view, onPick, onRemove }: FieldBarProps): JSX.Element {
  return (
    <>
      <Chips label={isGrouped(view) ? 'Group by' : 'Columns'} what="field" fields={groupsOf(view)} onPick={onPick} onRemove={onRemove} />
      {isGrouped(view) && <Chips label="Show" what="function" fields={functionsOf(view)} onPick={onPick} onRemove={onRemove} />}
    </>
  );
}

interface ChipsProps extends Omit<FieldBarProps, 'view'> {
  label: string;
  what: Picking['what'];
  fields: readonly string[];
}

function Chips({ label, what, fields, onPick, onRemove }: ChipsProps): JSX.Element {
  return (
    <div class="chips" role="group" aria-label={label}>
      <span class="chips-label" aria-hidden="true">
        {label}
      </span>
      <ul>
        {fields.map((field) => (
          <li key={field} class="field-chip">
            <span class="clip" title={field}>
              {headOf(field)}
            </span>
            <button type="button" aria-label={`Remove ${field}`} onClick={() => onRemove(field)}>
              <Icon name="x" small />
            </button>
          </li>
        ))}
        <li>
          <button
            class="button small quiet square"
            type="button"
            aria-label={what === 'field' ? `${label}: add a field` : 'Show: add a function'}
            title={what === 'field' ? 'Add (c)' : 'Add (a)'}
            onClick={(event) => onPick(what, event.currentTarget)}
          >
            <Icon name="plus" small />
          </button>
        </li>
      </ul>
    </div>
  );
}
