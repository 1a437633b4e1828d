import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { organizationTagsCache } from '../resources.ts';
import { Picker, type PickerOption } from '../ui/picker.tsx';
import { shortCount } from '../ui/numbers.ts';
import { functionsOfField, type KnownField, knownFields, knownFunctions } from './known-fields.ts';
import type { ExploreView } from './view.ts';

/** What is to be added, beside what it stands. A function of a field wants its field next. */
export interface Picking {
  what: 'field' | 'function' | { of: string };
  anchor: HTMLElement | null;
}

interface FieldPickerProps {
  org: string;
  view: ExploreView;
  picking: Picking;
  onNext: (picking: Picking) => void;
  onTake: (field: string) => void;
  onClose: () => void;
}

/** Fields that all events may have, and the tags that those of the project have. What is not listed can be typed. */
export function FieldPicker({ org, view, picking, onNext, onTake, onClose }: FieldPickerProps): JSX.Element {
  const { what, anchor } = picking;
  const tags = useMemo(() => organizationTagsCache.visit(org, ...view.projects), [org, view.projects.join()]).value.value ?? [];
  const take = (name: string) => () => onTake(typeof what === 'object' ? `${what.of}(${name})` : name);
  const title = what === 'field' ? 'Add a field' : what === 'function' ? 'Add a function' : `${what.of} of which field?`;

  const option = (group: string, { name, about }: KnownField, run: () => void): PickerOption => ({
    key: `${group} ${name}`,
    group,
    label: name,
    sub: about,
    isChecked: view.fields.includes(name),
    run,
  });
  const fields = (): PickerOption[] => [
    ...knownFields.map((field) => option('Fields', field, take(field.name))),
    ...tags
      .filter(({ key }) => knownFields.every(({ name }) => name !== key))
      .map(({ key, totalValues }) => option('Tags', { name: key, about: `${shortCount(totalValues)} events` }, take(key))),
  ];
  const functions = (): PickerOption[] => [
    ...knownFunctions.map((field) => option('Functions', field, take(field.name))),
    ...functionsOfField.map(({ name, about }) => option('Of a field', { name: `${name}(…)`, about }, () => onNext({ what: { of: name }, anchor }))),
  ];
  const find = (text: string): PickerOption[] => {
    const wanted = text.trim().toLowerCase();
    const all = what === 'function' ? functions() : fields();
    const found = all.filter(({ label, sub }) => `${String(label)} ${String(sub)}`.toLowerCase().includes(wanted));
    const typed = text.trim();
    const isNew = isField(typed, what === 'function') && all.every(({ label }) => label !== typed);
    return isNew ? [...found, option('As typed', { name: typed, about: what === 'function' ? 'Function' : 'Field or tag' }, take(typed))] : found;
  };
  return <Picker key={title} title={title} placeholder="Type to find" find={find} anchor={anchor} onClose={onClose} />;
}

function isField(text: string, isFunction: boolean): boolean {
  return isFunction ? /^\w+\([^()]*\)$/.test(text) : /^(tags\[[\w.:-]+\]|[\w.:-]+)$/.test(text);
}
