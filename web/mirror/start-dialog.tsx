import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { CaptureSettings } from '../../worker/api/contract/capture.ts';
import { keysCache } from '../resources.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import type { Mirror } from './mirror-model.ts';

/** What has to be typed to keep requests without scrubbing. */
const rawWord = 'raw';

interface StartDialogProps {
  org: string;
  project: string;
  model: Mirror;
  onClose: () => void;
}

/** Asks which requests to capture, and begins. */
export function StartDialog({ org, project, model, onClose }: StartDialogProps): JSX.Element {
  const formId = useId();
  const keys = useMemo(() => keysCache.visit(org, project), [org, project]).value.value ?? [];
  const isRaw = useSignal(false);
  const typed = useSignal('');
  const isBlocked = isRaw.value && typed.value.trim() !== rawWord;
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (fields) =>
      model.change({
        mode: fields('mode') === 'refused' ? 'refused' : 'all',
        left: Number(fields('left')),
        minutes: fields('minutes') === '' ? null : Number(fields('minutes')),
        sdk: fields('sdk').trim() || null,
        key: fields('key') || null,
        isRaw: isRaw.peek(),
      }),
    onClose,
  );
  const fault = otherFault('left', 'minutes', 'sdk', 'key');
  return (
    <Dialog
      title="Capture requests"
      class="start-capture"
      onClose={onClose}
      footer={
        <>
          <button class="button quiet" type="button" onClick={onClose}>
            Cancel
          </button>
          <button class="button primary" type="submit" form={formId} disabled={isSending || isBlocked}>
            Start
          </button>
        </>
      }
    >
      <form class="stack" id={formId} ref={form} onSubmit={(event) => (isBlocked ? event.preventDefault() : void submit(event))}>
        {fault !== null && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
        <SelectField label="Which requests" name="mode" autofocus>
          <option value="all">All of them</option>
          <option value="refused">Only what is refused or partly dropped</option>
        </SelectField>
        <div class="side-by-side">
          <TextField label="How many" name="left" type="number" min={1} max={1_000} required defaultValue="100" fault={faultOf('left')} />
          <TextField label="For minutes" name="minutes" type="number" min={1} max={10_080} placeholder="no limit" fault={faultOf('minutes')} />
        </div>
        <TextField
          label="Only from the SDK"
          name="sdk"
          placeholder="any, or how its name begins: sentry.python"
          maxLength={100}
          spellcheck={false}
          autocomplete="off"
          fault={faultOf('sdk')}
        />
        <SelectField label="Only with the key" name="key" fault={faultOf('key')}>
          <option value="">any</option>
          {keys.map((key) => (
            <option key={key.id} value={key.public}>
              {`${key.name.slice(0, 60)}, …${key.public.slice(-4)}`}
            </option>
          ))}
        </SelectField>
        <label class="raw-switch">
          <input type="checkbox" checked={isRaw.value} onChange={(event) => (isRaw.value = event.currentTarget.checked)} />
          <span>
            Keep bodies byte by byte, without scrubbing
            <span class="hint faint-text">
              For 24 hours at most. Personal data and secrets in bodies become readable for everybody who may read events. It is noted who did it. Credentials
              in headers stay masked.
            </span>
          </span>
        </label>
        {isRaw.value && (
          <TextField
            label={`Type ${rawWord} to go on`}
            value={typed}
            onInput={(event) => (typed.value = event.currentTarget.value)}
            autocomplete="off"
            spellcheck={false}
          />
        )}
      </form>
      <Log log={model.settings.value?.log ?? []} />
    </Dialog>
  );
}

const shownLines = 5;

/** Who started and ended it before. */
function Log({ log }: { log: CaptureSettings['log'] }): JSX.Element | null {
  if (log.length === 0) return null;
  return (
    <details class="capture-log">
      <summary>Who captured before</summary>
      <ul>
        {log.slice(0, shownLines).map(({ dateCreated, userName, mode, left, isRaw }) => (
          <li key={dateCreated}>
            {(userName ?? 'Picket').slice(0, 100)} {mode === 'off' ? 'ended it' : `started ${left} requests${isRaw ? ' without scrubbing' : ''}`}{' '}
            <span class="faint-text">
              <TimeAgo at={dateCreated} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
