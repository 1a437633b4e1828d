import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { ProjectKey } from '../../worker/api/contract/project.ts';
import { changeKey, createKey, deleteKey } from '../api.ts';
import type { Resource } from '../cache.ts';
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
import { LoaderForm } from './loader-form.tsx';

interface Place {
  org: string;
  /** Of the project. */
  slug: string;
  keys: Resource<ProjectKey[]>;
}

type Asked = { what: 'name' | 'delete'; key: ProjectKey } | { what: 'create' } | null;

/** The keys with which the SDKs of a project send. */
export function KeyList({ org, slug, keys }: Place) {
  const asked = useSignal<Asked>(null);
  const close = () => (asked.value = null);
  const list = keys.value.value ?? [];

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
    <section class="settings-section" id="keys" aria-labelledby="keys-title">
      <header>
        <h2 id="keys-title">Keys</h2>
        <button class="button small" type="button" onClick={() => (asked.value = { what: 'create' })}>
          <Icon name="plus" small />
          Add key
        </button>
      </header>
      <p class="quiet-text">An SDK needs one DSN. A key can only send, so it may be public; turn one off to stop what uses it, within a minute.</p>
      {list.length === 0 && <Empty title="No key">Without a key this project takes no events.</Empty>}
      <ul class="key-list">
        {list.map((key) => (
          <KeyLine
            key={key.id}
            projectKey={key}
            place={{ org, slug, keys }}
            onName={() => (asked.value = { what: 'name', key })}
            onSetActive={(isActive) => void setActive(key, isActive)}
            onDelete={() => (asked.value = { what: 'delete', key })}
          />
        ))}
      </ul>
      {asked.value?.what === 'create' && <KeyNameDialog org={org} slug={slug} keys={keys} onClose={close} />}
      {asked.value?.what === 'name' && <KeyNameDialog org={org} slug={slug} keys={keys} named={asked.value.key} onClose={close} />}
      {asked.value?.what === 'delete' && <KeyDeletion projectKey={asked.value.key} onConfirm={remove} onClose={close} />}
    </section>
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
  place: Place;
  onName: () => void;
  onSetActive: (isActive: boolean) => void;
  onDelete: () => void;
}

function KeyLine({ projectKey, place, onName, onSetActive, onDelete }: KeyLineProps) {
  const { name, isActive, dsn, dateCreated } = projectKey;
  return (
    <li>
      <header>
        <h3>{name}</h3>
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
        <LoaderForm {...place} projectKey={projectKey} />
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
