import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ProjectKey } from '../../worker/api/contract/project.ts';
import { changeKey, createKey, deleteKey } from '../api.ts';
import type { Resource } from '../cache.ts';
import { keysCache } from '../resources.ts';
import { saveAll, withPlace } from '../settings/save-all.ts';
import { SectionForm } from '../settings/section-form.tsx';
import { SettingsBones } from '../settings/settings-bones.tsx';
import { useSection } from '../settings/use-section.ts';
import { Badge } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog, TypedConfirmation } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { Empty } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { showToast } from '../ui/toast.tsx';
import { isLoaderChanged, LoaderFields, readLoader } from './loader-fields.tsx';

interface Place {
  org: string;
  /** Of the project. */
  slug: string;
  keys: Resource<ProjectKey[]>;
}

type Asked = { what: 'name' | 'delete'; key: ProjectKey } | { what: 'create' } | null;

/** The keys with which the SDKs of a project send. What is done to a key holds at once; the one save is for the loader scripts. */
export function KeySection({ org, slug }: { org: string; slug: string }) {
  const keys = useMemo(() => keysCache.visit(org, slug), [org, slug]);
  const asked = useSignal<Asked>(null);
  const close = () => (asked.value = null);
  const list = keys.value.value;
  if (!list) return <SettingsBones failure={keys.failure.value} retry={() => void keys.refresh()} />;

  async function setActive(key: ProjectKey, isActive: boolean): Promise<void> {
    const answer = await changeKey(org, slug, key.id, { isActive });
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    replaceKey(keys, answer.value);
    showToast({
      text: isActive ? `${key.name} takes events again.` : `${key.name} takes no events from now on.`,
      undo: () => void setActive(answer.value, !isActive),
    });
  }

  async function remove(key: ProjectKey): Promise<void> {
    close();
    const answer = await deleteKey(org, slug, key.id);
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    keys.put((keys.value.peek() ?? []).filter(({ id }) => id !== key.id));
    showToast({ text: `${key.name} is deleted.` });
  }

  return (
    <>
      <div class="section-intro">
        <p class="quiet-text">An SDK needs one DSN. A key can only send, so it may be public; turn one off to stop what uses it, within a minute.</p>
        <button class="button small" type="button" onClick={() => (asked.value = { what: 'create' })}>
          <Icon name="plus" small />
          Add key
        </button>
      </div>
      {list.length === 0 && <Empty title="No key">Without a key this project takes no events.</Empty>}
      <KeyForm org={org} slug={slug} list={list} keys={keys}>
        {(key, faultOf) => (
          <KeyLine
            key={key.id}
            projectKey={key}
            faultOf={faultOf}
            onName={() => (asked.value = { what: 'name', key })}
            onSetActive={(isActive) => void setActive(key, isActive)}
            onDelete={() => (asked.value = { what: 'delete', key })}
          />
        )}
      </KeyForm>
      {asked.value?.what === 'create' && <KeyNameDialog org={org} slug={slug} keys={keys} onClose={close} />}
      {asked.value?.what === 'name' && <KeyNameDialog org={org} slug={slug} keys={keys} named={asked.value.key} onClose={close} />}
      {asked.value?.what === 'delete' && <KeyDeletion projectKey={asked.value.key} onConfirm={remove} onClose={close} />}
    </>
  );
}

interface KeyFormProps extends Place {
  list: readonly ProjectKey[];
  /** Draws a key. */
  children: (key: ProjectKey, faultOf: (field: string) => string | undefined) => ComponentChildren;
}

/** Saves the loader scripts that were changed. */
function KeyForm({ org, slug, keys, list, children }: KeyFormProps) {
  const section = useSection(
    (field) =>
      saveAll(
        list
          .filter((key) => isLoaderChanged(field, key))
          .map((key) => async () => withPlace(key.id, await changeKey(org, slug, key.id, readLoader(field, key)))),
      ),
    (changed) => {
      for (const key of changed) replaceKey(keys, key);
      showToast({ text: 'Saved. Pages get it within an hour.' });
    },
  );
  return (
    <SectionForm section={section} fields={list.map(({ id }) => `${id}.browserSdkVersion`)} isQuiet>
      <ul class="key-list">{list.map((key) => children(key, section.faultOf))}</ul>
    </SectionForm>
  );
}

function KeyDeletion({ projectKey, onConfirm, onClose }: { projectKey: ProjectKey; onConfirm: (key: ProjectKey) => Promise<void>; onClose: () => void }) {
  return (
    <TypedConfirmation
      title={`Delete the key ${projectKey.name}?`}
      consequence="Everything that sends with it is refused, for good: the same key never comes again. Turning it off can be undone."
      word={projectKey.name}
      action="Delete for good"
      onConfirm={() => void onConfirm(projectKey)}
      onClose={onClose}
    />
  );
}

interface KeyLineProps {
  projectKey: ProjectKey;
  faultOf: (field: string) => string | undefined;
  onName: () => void;
  onSetActive: (isActive: boolean) => void;
  onDelete: () => void;
}

function KeyLine({ projectKey, faultOf, onName, onSetActive, onDelete }: KeyLineProps) {
  const { name, isActive, dsn, dateCreated } = projectKey;
  return (
    <li>
      <header>
        <h2>{name}</h2>
        {!isActive && <Badge icon="power-off">Off</Badge>}
        <span class="faint-text">
          added <TimeAgo at={dateCreated} />
        </span>
        <span class="spacer" />
        <Menu
          trigger={<Icon name="ellipsis" small />}
          label={`Actions for the key ${name}`}
          class="button small quiet square"
          items={[
            { label: 'Rename', icon: 'pencil', run: onName },
            isActive
              ? { label: 'Turn off', icon: 'power-off', run: () => onSetActive(false) }
              : { label: 'Turn on', icon: 'power', run: () => onSetActive(true) },
            { label: 'Delete', icon: 'trash-2', isDanger: true, run: onDelete },
          ]}
        />
      </header>
      <Address label="DSN" value={dsn.public} />
      <details>
        <summary>
          <Icon name="chevron-right" small />
          Other addresses
        </summary>
        <Address label="Security reports" value={dsn.security} hint="For report-uri and report-to of a content policy." />
        <Address label="Minidumps" value={dsn.minidump} hint="For Crashpad, Breakpad and Electron." />
        <Address label="DSN with secret" value={dsn.secret} hint="Only for SDKs from before 2018." />
      </details>
      <details>
        <summary>
          <Icon name="chevron-right" small />
          Loader script
        </summary>
        <LoaderFields projectKey={projectKey} faultOf={faultOf} />
      </details>
    </li>
  );
}

function Address({ label, value, hint }: { label: string; value: string; hint?: string }) {
  return (
    <div class="address">
      <span class="address-label">{label}</span>
      <code>{value}</code>
      <CopyButton text={value} label={`Copy: ${label}`} />
      {hint && <span class="faint-text address-hint">{hint}</span>}
    </div>
  );
}

/** Names a new key, or another name for one. */
function KeyNameDialog({ org, slug, keys, named, onClose }: Place & { named?: ProjectKey; onClose: () => void }) {
  const [formId] = useState(() => `key-${named?.id ?? 'new'}`);
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) => (named ? changeKey(org, slug, named.id, { name: field('name') }) : createKey(org, slug, { name: field('name') })),
    (key) => {
      replaceKey(keys, key);
      onClose();
    },
  );
  const fault = otherFault('name');
  return (
    <Dialog
      title={named ? 'Rename the key' : 'Add a key'}
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId} disabled={isSending}>
            {named ? 'Rename' : 'Add key'}
          </button>
        </>
      }
    >
      <form class="stack" id={formId} ref={form} onSubmit={submit} noValidate>
        {fault && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
        <TextField
          label="Name"
          name="name"
          defaultValue={named?.name ?? ''}
          autocomplete="off"
          autofocus
          required
          hint="What uses it, such as production."
          fault={faultOf('name')}
        />
      </form>
    </Dialog>
  );
}

function replaceKey(keys: Resource<ProjectKey[]>, changed: ProjectKey): void {
  const list = keys.value.peek() ?? [];
  keys.put(list.some(({ id }) => id === changed.id) ? list.map((key) => (key.id === changed.id ? changed : key)) : [...list, changed]);
}
