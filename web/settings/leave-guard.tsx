import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { closeOverlay } from '../frame/overlay.ts';
import { guardLeaving } from '../router.ts';
import { Dialog } from '../ui/dialog.tsx';

interface LeaveGuardProps {
  /** Answers whether all is saved. */
  save: () => Promise<boolean>;
}

/** Asks before the reader leaves, as long as it is rendered: there is something unsaved on the page. */
export function LeaveGuard({ save }: LeaveGuardProps) {
  const held = useSignal<{ go: () => void } | null>(null);
  useEffect(
    () =>
      guardLeaving((go) => {
        closeOverlay();
        held.value = { go };
      }),
    [],
  );
  if (!held.value) return null;
  const { go } = held.value;
  const stay = () => (held.value = null);

  async function saveAndGo(): Promise<void> {
    stay();
    if (await save()) go();
  }

  return (
    <Dialog
      title="Leave without saving?"
      onClose={stay}
      footer={
        <>
          <button class="button quiet" type="button" onClick={stay} autofocus>
            Keep editing
          </button>
          <button class="button danger" type="button" onClick={go}>
            Discard changes
          </button>
          <button class="button primary" type="button" onClick={() => void saveAndGo()}>
            Save and leave
          </button>
        </>
      }
    >
      <p>What you changed in this section is not saved yet.</p>
    </Dialog>
  );
}
