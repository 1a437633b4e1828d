import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Codeowners } from '../../worker/api/contract/ownership.ts';
import { changeCodeowners, createCodeowners } from '../api.ts';
import { LinesField } from '../settings/lines-field.tsx';
import { RuleEditor } from '../settings/rule-editor.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';
import { readCodeMappings, writeCodeMappings } from './code-mapping-lines.ts';

interface CodeownersDialogProps {
  org: string;
  slug: string;
  /** Null for a new one. */
  file: Codeowners | null;
  onSaved: (file: Codeowners) => void;
  onClose: () => void;
}

/** Larger files are refused by the API as well. */
const maxBytes = 500_000;

/** A CODEOWNERS file, chosen from the disk or pasted. */
export function CodeownersDialog({ org, slug, file, onSaved, onClose }: CodeownersDialogProps) {
  const formId = useId();
  /** What the editor began with: a chosen file takes its place. */
  const text = useSignal({ raw: file?.raw ?? '', generation: 0 });
  const choiceFault = useSignal<string | undefined>(undefined);
  const { form, submit, isSending, faultOf, faultsOf, otherFault } = useForm(
    (field) => {
      const body = { raw: field('raw'), codeMappings: readCodeMappings(field('codeMappings')) };
      return file ? changeCodeowners(org, slug, file.id, body) : createCodeowners(org, slug, body);
    },
    (saved) => {
      onSaved(saved);
      onClose();
    },
  );
  const fault = otherFault('raw', 'codeMappings');

  async function choose(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    choiceFault.value = chosen.size > maxBytes ? 'This file is too large to be a CODEOWNERS file.' : undefined;
    if (choiceFault.value === undefined) text.value = { raw: await chosen.text(), generation: text.peek().generation + 1 };
  }

  return (
    <Dialog
      title={file ? 'Edit the CODEOWNERS file' : 'Add a CODEOWNERS file'}
      class="codeowners-dialog"
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId} disabled={isSending}>
            {isSending ? 'Saving…' : 'Save'}
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
        <TextField label="From a file" type="file" onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])} fault={choiceFault.value} />
        <RuleEditor
          key={text.value.generation}
          label="Or pasted"
          name="raw"
          value={text.value.raw}
          faults={faultsOf('raw')}
          hint={
            <>
              As in the repository: <code>/src/checkout/ @acme/shop</code>
            </>
          }
        />
        <LinesField
          label="Where its code is in stack traces"
          name="codeMappings"
          defaultValue={writeCodeMappings(file?.codeMappings ?? [])}
          placeholder="app:/// -> web/src/"
          hint="One place a line: how paths begin in a stack trace, and what stands there in the repository. Nothing, where they are the same."
          fault={faultOf('codeMappings')}
        />
      </form>
    </Dialog>
  );
}
