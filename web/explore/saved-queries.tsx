import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { SavedQuery, SavedQueryChange } from '../../worker/api/contract/saved-query.ts';
import { type Answer, changeSavedQuery, createSavedQuery, deleteSavedQuery } from '../api.ts';
import { indexCache, organizationsCache, projectsCache } from '../resources.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { Menu } from '../ui/menu.tsx';
import { Picker, type PickerOption } from '../ui/picker.tsx';
import { showToast } from '../ui/toast.tsx';
import { isChanged, savedOfView, viewOfSaved } from './saved.ts';
import { savedQueries } from './store.ts';
import { templates } from './templates.ts';
import { type ExploreView, readView } from './view.ts';

interface SavedQueriesProps {
  org: string;
  view: ExploreView;
  /** Shows another question. */
  onShow: (view: ExploreView) => void;
}

type Open = { what: 'list'; anchor: HTMLElement | null } | { what: 'save' } | { what: 'rename'; saved: SavedQuery };

/** Questions that somebody of the organization gave a name, and some to begin with. */
export function SavedQueries({ org, view, onShow }: SavedQueriesProps): JSX.Element {
  const list = useMemo(() => savedQueries.visit(org), [org]);
  const projects = useMemo(() => projectsCache.visit(org), [org]).value.value ?? [];
  const open = useSignal<Open | null>(null);
  const saved = list.value.value?.find(({ id }) => id === view.saved) ?? null;
  const canChange = saved !== null && mayChange(org, saved);
  const isOther = saved !== null && isChanged(view, saved, projects);
  const close = (): void => void (open.value = null);

  const told = async (answer: Promise<Answer<SavedQuery>>, text: string): Promise<void> => {
    const { ok, ...rest } = await answer;
    if (!ok || !('value' in rest)) return showToast({ text: 'failure' in rest ? rest.failure.message : '', icon: 'triangle-alert' });
    close();
    await list.refresh();
    onShow(viewOfSaved(rest.value, projects));
    showToast({ text });
  };
  const save = (name: string): Promise<void> => told(createSavedQuery(org, savedOfView(view, name, projects)), `Saved as ${name}`);
  const update = (of: SavedQuery): Promise<void> => told(changeSavedQuery(org, of.id, savedOfView(view, of.name, projects)), `Saved ${of.name}`);
  const rename = (of: SavedQuery, name: string): Promise<void> => told(changeSavedQuery(org, of.id, { ...contentOf(of), name }), `Renamed to ${name}`);
  const remove = async (of: SavedQuery): Promise<void> => {
    const answer = await deleteSavedQuery(org, of.id);
    if (!answer.ok) return showToast({ text: answer.failure.message, icon: 'triangle-alert' });
    await list.refresh();
    onShow({ ...view, saved: null });
    showToast({ text: `Deleted ${of.name}`, undo: () => void told(createSavedQuery(org, contentOf(of)), `${of.name} is back`) });
  };

  useKeys('Explore', [
    { keys: 'b', label: 'Saved queries', icon: 'bookmark', run: () => (open.value = { what: 'list', anchor: null }) },
    {
      keys: 's',
      label: 'Save this query',
      icon: 'bookmark',
      run: () => (canChange && isOther && saved ? void update(saved) : (open.value = { what: 'save' })),
    },
  ]);

  return (
    <>
      <button
        class="button small"
        type="button"
        title="Saved queries (b)"
        aria-haspopup="dialog"
        onClick={(event) => (open.value = { what: 'list', anchor: event.currentTarget })}
      >
        <Icon name="bookmark" small />
        <span class="clip">{saved?.name ?? 'Saved'}</span>
        {isOther && <span class="changed">, changed</span>}
      </button>
      {canChange && isOther && saved ? (
        <button class="button small primary" type="button" title="Save this query (s)" onClick={() => void update(saved)}>
          Save
        </button>
      ) : (
        <button class="button small" type="button" title="Save this query (s)" onClick={() => (open.value = { what: 'save' })}>
          Save as…
        </button>
      )}
      {canChange && saved && (
        <Menu
          class="button small quiet square"
          trigger={<Icon name="ellipsis" small />}
          label={`More for ${saved.name}`}
          items={[
            { label: 'Save as a new one', icon: 'plus', run: () => (open.value = { what: 'save' }) },
            { label: 'Rename', icon: 'pencil', run: () => (open.value = { what: 'rename', saved }) },
            { label: 'Delete', icon: 'trash-2', run: () => void remove(saved) },
          ]}
        />
      )}
      {open.value?.what === 'list' && (
        <Picker
          title="Saved queries"
          placeholder="Find a query"
          anchor={open.value.anchor}
          find={(text) => optionsFor(text, list.value.value ?? [], view, (chosen) => onShow(chosen), projects)}
          onClose={close}
        />
      )}
      {open.value?.what === 'save' && (
        <NameDialog title="Save this query" name={saved ? '' : suggestedName(view)} action="Save" onTake={(name) => void save(name)} onClose={close} />
      )}
      {open.value?.what === 'rename' && <RenameDialog saved={open.value.saved} onTake={rename} onClose={close} />}
    </>
  );
}

function optionsFor(
  text: string,
  saved: readonly SavedQuery[],
  view: ExploreView,
  show: (view: ExploreView) => void,
  projects: Parameters<typeof viewOfSaved>[1],
): PickerOption[] {
  const wanted = text.trim().toLowerCase();
  const own = saved.map((each): PickerOption => ({
    key: `saved ${each.id}`,
    group: 'Saved',
    icon: 'bookmark',
    label: each.name,
    sub: each.createdBy?.name ?? '',
    isChecked: each.id === view.saved,
    run: () => show(viewOfSaved(each, projects)),
  }));
  const toBegin = templates.map(({ name, about, search }): PickerOption => ({
    key: `template ${name}`,
    group: 'To begin with',
    icon: 'telescope',
    label: name,
    sub: about,
    run: () => show({ ...viewOfTemplate(search), projects: view.projects, environments: view.environments, times: view.times }),
  }));
  return [...own, ...toBegin].filter(({ label, sub }) => `${String(label)} ${String(sub)}`.toLowerCase().includes(wanted));
}

function viewOfTemplate(search: Record<string, string | readonly string[]>): ExploreView {
  return readView(new URLSearchParams(Object.entries(search).flatMap(([name, values]) => [values].flat().map((value) => [name, value]))));
}

function suggestedName({ query, fields }: ExploreView): string {
  return (query || fields.join(', ')).slice(0, 60);
}

function contentOf({
  id: _id,
  version: _version,
  queryDataset: _dataset,
  dateCreated: _created,
  dateUpdated: _updated,
  createdBy: _by,
  ...content
}: SavedQuery): SavedQueryChange {
  return content;
}

/** Who saved it, and who may change the organization. The API has the last word. */
function mayChange(org: string, { createdBy }: SavedQuery): boolean {
  const me = indexCache.peek()?.user;
  const access = organizationsCache.peek()?.find(({ slug }) => slug === org)?.access ?? [];
  return (me !== undefined && me !== null && createdBy?.id === me.id) || access.includes('org:write');
}

function RenameDialog({
  saved,
  onTake,
  onClose,
}: {
  saved: SavedQuery;
  onTake: (saved: SavedQuery, name: string) => Promise<void>;
  onClose: () => void;
}): JSX.Element {
  return <NameDialog title={`Rename ${saved.name}`} name={saved.name} action="Rename" onTake={(name) => void onTake(saved, name)} onClose={onClose} />;
}

interface NameDialogProps {
  title: string;
  name: string;
  action: string;
  onTake: (name: string) => void;
  onClose: () => void;
}

function NameDialog({ title, name, action, onTake, onClose }: NameDialogProps): JSX.Element {
  const typed = useSignal(name);
  const formId = useId();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId} disabled={typed.value.trim() === ''}>
            {action}
          </button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.value.trim() !== '') onTake(typed.value.trim());
        }}
      >
        <TextField
          label="Name"
          hint="Everybody in the organization sees it."
          value={typed}
          maxLength={128}
          autocomplete="off"
          autofocus
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
      </form>
    </Dialog>
  );
}
