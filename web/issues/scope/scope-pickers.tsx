import './scope.css';
import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { environmentsCache } from '../../resources.ts';
import { Icon } from '../../ui/icon.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { lazily } from '../../ui/lazy.tsx';
import { Picker, type PickerOption } from '../../ui/picker.tsx';
import type { Scope } from './kept.ts';
import { spans, spanText, timesText } from './spans.ts';

const RangeDialog = lazily(async () => (await import('./range-dialog.tsx')).RangeDialog);

interface ScopePickersProps {
  org: string;
  view: Scope;
  /** Slugs of all projects. */
  projects: readonly string[];
  onChange: (change: Partial<Scope>) => void;
}

type Part = 'project' | 'environment' | 'time';

const icons = { project: 'folder', environment: 'server', time: 'clock' } as const;

/** Of which projects, environments and times a screen is. */
export function ScopePickers({ org, view, projects, onChange }: ScopePickersProps): JSX.Element {
  const open = useSignal<Part | 'range' | null>(null);
  const buttons = useRef<Partial<Record<Part, HTMLButtonElement>>>({});
  const part = open.value;
  // Asked for when somebody wants to choose.
  const environments = useMemo(() => (part === 'environment' ? environmentsCache.visit(org, ...view.projects) : null), [org, part, view.projects.join()]);
  useKeys('Filters', [
    { keys: 'f p', label: 'Choose projects…', icon: 'folder', run: () => (open.value = 'project') },
    { keys: 'f e', label: 'Choose environments…', icon: 'server', run: () => (open.value = 'environment') },
    { keys: 'f t', label: 'Choose the time…', icon: 'clock', run: () => (open.value = 'time') },
  ]);

  const labels: Record<Part, string> = {
    project: manyText(view.projects, 'All projects', 'projects'),
    environment: manyText(view.environments, 'All environments', 'environments'),
    time: timesText(view.times),
  };
  const isChosen: Record<Part, boolean> = { project: view.projects.length > 0, environment: view.environments.length > 0, time: view.times !== null };
  const titles: Record<Part, string> = { project: 'Projects', environment: 'Environments', time: 'Time' };
  const button = (of: Part): JSX.Element => (
    <button
      class={`button small quiet scope${isChosen[of] ? ' chosen' : ''}`}
      type="button"
      aria-haspopup="dialog"
      title={titles[of]}
      ref={(element) => {
        if (element) buttons.current[of] = element;
      }}
      onClick={() => (open.value = of)}
    >
      <Icon name={icons[of]} small class="part" />
      <span class="visually-hidden">{titles[of]}: </span>
      <bdi class="clip">{labels[of]}</bdi>
      <Icon name="chevron-down" small class="more" />
    </button>
  );
  return (
    <>
      {button('project')}
      {button('environment')}
      {button('time')}
      {part !== null && part !== 'range' && (
        <Picker
          key={part}
          title={titles[part]}
          anchor={buttons.current[part] ?? null}
          placeholder={part === 'time' ? 'Find, or type like 3d' : 'Type to find'}
          none={environments?.failure.value?.message ?? 'Nothing like that.'}
          find={(text) => {
            if (part === 'project')
              return manyOptions(text, projects, view.projects, 'All projects', (chosen) => onChange({ projects: chosen, environments: [] }));
            if (part === 'environment') {
              const known = [...new Set([...view.environments, ...(environments?.value.value ?? []).map(({ name }) => name)])];
              return manyOptions(text, known, view.environments, 'All environments', (chosen) => onChange({ environments: chosen }));
            }
            return timeOptions(text, view, onChange, () => (open.value = 'range'));
          }}
          onClose={() => (open.value = null)}
        />
      )}
      {part === 'range' && <RangeDialog times={view.times} onChoose={(times) => onChange({ times })} onClose={() => (open.value = null)} />}
    </>
  );
}

function manyText(chosen: readonly string[], all: string, noun: string): string {
  const [only] = chosen;
  if (only === undefined) return all;
  return chosen.length === 1 ? only : `${chosen.length} ${noun}`;
}

function manyOptions(
  text: string,
  names: readonly string[],
  chosen: readonly string[],
  all: string,
  choose: (names: readonly string[]) => void,
): PickerOption[] {
  const wanted = text.trim().toLowerCase();
  const options = names
    .filter((name) => name.toLowerCase().includes(wanted))
    .map((name): PickerOption => {
      const isChecked = chosen.includes(name);
      return {
        key: `name ${name}`,
        label: <bdi>{name}</bdi>,
        isChecked,
        stays: true,
        run: () => choose(isChecked ? chosen.filter((one) => one !== name) : [...chosen, name]),
      };
    });
  return wanted === '' ? [{ key: 'all', label: all, isChecked: chosen.length === 0, run: () => choose([]) }, ...options] : options;
}

function timeOptions(text: string, { times }: Scope, onChange: ScopePickersProps['onChange'], askRange: () => void): PickerOption[] {
  const typed = text.trim().toLowerCase();
  const typedSpan = spanText(typed);
  const current = times !== null && 'period' in times ? times.period : null;
  const offered = [...spans];
  for (const period of [current, typedSpan === null ? null : typed]) {
    if (period !== null && offered.every((span) => span.period !== period)) offered.unshift({ period, label: spanText(period) ?? period });
  }
  const options: PickerOption[] = [
    { key: 'any', label: 'Any time', isChecked: times === null, run: () => onChange({ times: null }) },
    ...offered.map(({ period, label }): PickerOption => ({
      key: period,
      label,
      sub: period,
      isChecked: period === current,
      run: () => onChange({ times: { period } }),
    })),
    { key: 'range', icon: 'calendar-clock', label: 'From a time to another…', isChecked: times !== null && 'start' in times, run: askRange },
  ];
  const labelOf = ({ label, key }: PickerOption) => `${typeof label === 'string' ? label : ''} ${key}`.toLowerCase();
  return typed === '' ? options : options.filter((option) => labelOf(option).includes(typed));
}
