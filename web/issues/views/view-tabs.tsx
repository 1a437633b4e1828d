import './views.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import type { SearchView } from '../../../worker/api/contract/search-view.ts';
import { Icon } from '../../ui/icon.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { Keys } from '../../ui/keys.tsx';
import { lazily } from '../../ui/lazy.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { exactCount } from '../../ui/numbers.ts';
import { Tabs } from '../../ui/tabs.tsx';
import type { ViewsModel } from './views-model.ts';

const ViewDialog = lazily(async () => (await import('./view-dialog.tsx')).ViewDialog);

/** As many tabs have a key of their own. */
const maxKeys = 9;

interface ViewTabsProps {
  model: ViewsModel;
  /** Issues that the shown one finds; null while unknown. */
  hits: number | null;
  /** What a new view might be called: what is searched for. */
  suggested: string;
}

/** The views of the list as tabs, and what can be done with the shown one. */
export function ViewTabs({ model, hits, suggested }: ViewTabsProps): JSX.Element {
  /** The view that is to be changed, or `new`. */
  const asking = useSignal<SearchView | 'new' | null>(null);
  const tabs = model.tabs.value;
  const current = model.current.value;
  const selected = model.selected.value;
  const canUpdate = model.isChanged.value && (current?.canEdit ?? false);

  useEffect(() => {
    document.querySelector('.views [aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);
  useKeys('Views', [
    ...tabs.slice(0, maxKeys).map((tab, index) => ({ keys: String(index + 1), label: tab.name, run: () => model.show(tab) })),
    { keys: 'shift+v', label: 'Save as a view…', icon: 'bookmark-plus', run: () => (asking.value = 'new') },
    ...(canUpdate ? [{ keys: 'mod+s', label: `Save the changes of ${current?.name ?? ''}`, icon: 'bookmark' as const, run: () => void model.update() }] : []),
    ...(current?.canEdit
      ? [
          { keys: 'shift+r', label: 'Rename or share this view…', icon: 'pencil' as const, run: () => (asking.value = current) },
          { keys: 'shift+d', label: 'Delete this view', icon: 'trash-2' as const, run: () => void model.remove(current) },
        ]
      : []),
    ...(current?.starred
      ? [
          { keys: 'shift+ArrowLeft', label: 'Move this tab to the left', icon: 'arrow-left' as const, run: () => void model.move(current, -1) },
          { keys: 'shift+ArrowRight', label: 'Move this tab to the right', icon: 'arrow-right' as const, run: () => void model.move(current, 1) },
        ]
      : []),
  ]);

  return (
    <>
      <Tabs
        label="Views"
        panelId="issue-list"
        choices={tabs.map(({ key, name, ...tab }) => ({
          value: key,
          label: (
            <>
              <bdi class="view-name clip">{name}</bdi>
              {'saved' in tab && tab.saved.visibility === 'organization' && (
                <span title="Seen by everybody of the organization">
                  <Icon name="users" small />
                  <span class="visually-hidden">, shared</span>
                </span>
              )}
              {key === selected && model.isChanged.value && (
                <span class="edited" title="The list shows something else than the view keeps">
                  <span class="visually-hidden">, changed</span>
                </span>
              )}
            </>
          ),
          ...(key === selected && hits !== null ? { count: exactCount(hits) } : {}),
        }))}
        selected={selected}
        onSelect={(key) => {
          const tab = tabs.find((one) => one.key === key);
          if (tab) model.show(tab);
        }}
      />
      <span class="view-actions">
        {model.isChanged.value && (
          <>
            {canUpdate && (
              <button class="button small" type="button" title="Keep in the view what the list shows" onClick={() => void model.update()}>
                Save
              </button>
            )}
            <button class="button small quiet" type="button" title="Show again what the view keeps" onClick={() => model.discard()}>
              Discard
            </button>
          </>
        )}
        {model.isUnsaved.value && !canUpdate && (
          <button class="button small quiet save-as" type="button" title="Save as a view" onClick={() => (asking.value = 'new')}>
            <Icon name="bookmark-plus" small />
            <span class="word">Save view</span>
            <Keys keys="shift+v" />
          </button>
        )}
        <Menu
          class="button small quiet square"
          trigger={<Icon name="ellipsis" small />}
          label="More of views"
          items={itemsOf(model, (what) => (asking.value = what))}
        />
      </span>
      {asking.value !== null && (
        <ViewDialog model={model} view={asking.value === 'new' ? null : asking.value} suggested={suggested} onClose={() => (asking.value = null)} />
      )}
    </>
  );
}

function itemsOf(model: ViewsModel, ask: (what: SearchView | 'new') => void): MenuItem[] {
  const current = model.current.value;
  const others = model.all.value.filter((one) => !one.starred && one.id !== current?.id);
  return [
    { label: 'Save as a view…', icon: 'bookmark-plus', keys: 'shift+v', run: () => ask('new') },
    ...(current?.canEdit ? [{ label: 'Rename or share…', icon: 'pencil' as const, keys: 'shift+r', run: () => ask(current) }] : []),
    ...(current
      ? [
          current.starred
            ? { label: 'Take off the tabs', icon: 'star-off' as const, run: () => void model.star(current, false) }
            : { label: 'Keep among the tabs', icon: 'star' as const, run: () => void model.star(current, true) },
        ]
      : []),
    ...(current?.starred
      ? [
          { label: 'Move to the left', icon: 'arrow-left' as const, keys: 'shift+ArrowLeft', run: () => void model.move(current, -1) },
          { label: 'Move to the right', icon: 'arrow-right' as const, keys: 'shift+ArrowRight', run: () => void model.move(current, 1) },
        ]
      : []),
    ...(current?.canEdit ? [{ label: 'Delete', icon: 'trash-2' as const, keys: 'shift+d', run: () => void model.remove(current) }] : []),
    ...others.map((one): MenuItem => ({
      label: one.name,
      icon: one.visibility === 'organization' ? 'users' : 'layers',
      run: () => model.show({ key: one.id, name: one.name, saved: one }),
    })),
  ];
}
