import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Codeowners } from '../../worker/api/contract/ownership.ts';
import { changeCodeowners, createCodeowners, deleteCodeowners } from '../api.ts';
import type { Resource } from '../cache.ts';
import { codeownersCache } from '../resources.ts';
import { Icon } from '../ui/icon.tsx';
import { counted } from '../ui/numbers.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { showToast } from '../ui/toast.tsx';
import { CodeownersDialog } from './codeowners-dialog.tsx';
import { CodeownersNames } from './codeowners-names.tsx';

/** The CODEOWNERS files of a project. What is done to one holds at once. */
export function CodeownersPart({ org, slug }: { org: string; slug: string }) {
  const files = useMemo(() => codeownersCache.visit(org, slug), [org, slug]);
  const asked = useSignal<{ file: Codeowners | null } | null>(null);
  const list = files.value.value;

  async function remove(file: Codeowners): Promise<void> {
    const answer = await deleteCodeowners(org, slug, file.id);
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    files.put((files.value.peek() ?? []).filter(({ id }) => id !== file.id));
    showToast({ text: 'The CODEOWNERS file is removed.', undo: () => void bringBack(file) });
  }
  async function bringBack({ raw, codeMappings, associations }: Codeowners): Promise<void> {
    const answer = await createCodeowners(org, slug, { raw, codeMappings, associations });
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    put(files, answer.value);
  }
  async function associate(file: Codeowners, associations: Codeowners['associations']): Promise<void> {
    const answer = await changeCodeowners(org, slug, file.id, { associations });
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    put(files, answer.value);
  }

  return (
    <section class="codeowners" aria-labelledby="codeowners-title">
      <div class="section-intro">
        <h2 id="codeowners-title">CODEOWNERS</h2>
        <button class="button small" type="button" onClick={() => (asked.value = { file: null })}>
          <Icon name="plus" small />
          Add a file
        </button>
      </div>
      <p class="quiet-text">A CODEOWNERS file of GitHub or GitLab holds where no rule above fits.</p>
      {!list &&
        (files.failure.value ? (
          <Failed title="The files did not load" failure={files.failure.value} retry={() => void files.refresh()} />
        ) : (
          <Loading label="Loading the files">
            <Bone wide="60%" />
          </Loading>
        ))}
      <ul class="codeowners-list">
        {list?.map((file, index) => (
          <li key={file.id}>
            <header>
              <h3>
                File {index + 1}
                <span class="faint-text">
                  {' '}
                  with {counted(file.ownershipSyntax === '' ? 0 : file.ownershipSyntax.split('\n').length, 'rule')}, changed <TimeAgo at={file.dateUpdated} />
                </span>
              </h3>
              <button class="button small quiet" type="button" onClick={() => (asked.value = { file })}>
                Edit
                <span class="visually-hidden"> file {index + 1}</span>
              </button>
              <button class="button small quiet" type="button" onClick={() => void remove(file)}>
                Remove
                <span class="visually-hidden"> file {index + 1}</span>
              </button>
            </header>
            {file.notes.length > 0 && (
              <details>
                <summary>
                  <Icon name="chevron-right" small />
                  {counted(file.notes.length, 'line')} passed over
                </summary>
                <ul class="faint-text">
                  {file.notes.map((note) => (
                    <li key={note}>{note}</li>
                  ))}
                </ul>
              </details>
            )}
            <CodeownersNames org={org} file={file} onChange={(associations) => associate(file, associations)} />
          </li>
        ))}
      </ul>
      {asked.value && (
        <CodeownersDialog org={org} slug={slug} file={asked.value.file} onSaved={(file) => put(files, file)} onClose={() => (asked.value = null)} />
      )}
    </section>
  );
}

function put(files: Resource<Codeowners[]>, changed: Codeowners): void {
  const list = files.value.peek() ?? [];
  files.put(list.some(({ id }) => id === changed.id) ? list.map((file) => (file.id === changed.id ? changed : file)) : [...list, changed]);
}
