import './keys-dialog.css';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import { keyboard, setSingleKeys } from '../ui/keyboard.ts';
import { closeOverlay } from './overlay.ts';

/** All keys that do something on the screen below, by group. */
export function KeysDialog() {
  return (
    <Dialog
      title="Keys"
      class="keys-dialog"
      onClose={closeOverlay}
      footer={
        <>
          <label class="single-keys">
            <input type="checkbox" checked={keyboard.areSingleKeysOn.value} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
            Keys without Ctrl or ⌘
          </label>
          <button class="button" type="button" autofocus onClick={closeOverlay}>
            Close
          </button>
        </>
      }
    >
      {keyboard.list.value.map(({ name, bindings }) => (
        <section key={name}>
          <h3>{name}</h3>
          <dl>
            {bindings.map(({ keys, label }) => (
              <div key={keys}>
                <dt>{label}</dt>
                <dd>
                  <Keys keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
