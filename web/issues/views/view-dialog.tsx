import { useId } from 'preact/hooks';
import type { JSX } from 'preact';
import type { SearchView } from '../../../worker/api/contract/search-view.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { useForm } from '../../ui/form.ts';
import type { ViewsModel } from './views-model.ts';

interface ViewDialogProps {
  model: ViewsModel;
  /** The view that gets another name; null for a new one of what the list shows. */
  view: SearchView | null;
  /** What a new one might be called. */
  suggested: string;
  onClose: () => void;
}

/** Gives what the list shows a name, or a saved view another one. */
export function ViewDialog({ model, view, suggested, onClose }: ViewDialogProps): JSX.Element {
  const formId = useId();
  const { form, submit, isSending, faultOf, otherFault } = useForm((field) => {
    const visibility = field('visibility') === 'organization' ? 'organization' : 'owner';
    return view ? model.rename(view, field('name'), visibility) : model.save(field('name'), visibility);
  }, onClose);
  const fault = otherFault('name', 'visibility');
  return (
    <Dialog
      title={view ? 'Change the view' : 'Save as a view'}
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId} disabled={isSending}>
            {isSending ? 'Saving…' : view ? 'Save' : 'Save view'}
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
          defaultValue={view?.name ?? suggested}
          maxLength={128}
          autocomplete="off"
          autofocus
          // What is suggested goes with the first letter.
          onFocus={(event) => event.currentTarget.select()}
          fault={faultOf('name')}
        />
        <SelectField
          label="Who sees it"
          name="visibility"
          defaultValue={view?.visibility ?? 'owner'}
          fault={faultOf('visibility')}
          hint="It keeps the query, projects, environments, time and order."
        >
          <option value="owner">Only me</option>
          <option value="organization">Everybody of the organization</option>
        </SelectField>
      </form>
    </Dialog>
  );
}
