import { useId } from 'preact/hooks';
import { createProject } from '../api.ts';
import { platforms } from '../install/platforms.ts';
import { installPath } from '../places.ts';
import { projectsCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';

/** Makes a project and goes on to its installation. */
export function NewProjectDialog({ org, onClose }: { org: string; onClose: () => void }) {
  const formId = useId();
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) => createProject(org, { name: field('name'), platform: field('platform') }),
    ({ slug }) => {
      void projectsCache.visit(org).refresh();
      navigate(installPath(org, slug), { replace: true });
    },
  );
  const fault = otherFault('name', 'platform');
  return (
    <Dialog
      title="Add a project"
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId} disabled={isSending}>
            {isSending ? 'Adding…' : 'Add project'}
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
          autocomplete="off"
          autofocus
          required
          hint="One application or service. Its short name is made from this."
          fault={faultOf('name')}
        />
        <SelectField label="Platform" name="platform" fault={faultOf('platform')}>
          {platforms.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </form>
    </Dialog>
  );
}
