import type { JSX } from 'preact';
import type { ScrubbingPreview as Preview } from '../../worker/api/contract/scrubbing.ts';
import { remarkWords } from '../issue/event/remark-words.ts';
import { CutText } from '../issue/event/text.tsx';
import { asText } from '../../worker/reading/value.ts';
import { eventPath, installPath } from '../places.ts';
import { difference, type Piece } from '../settings/difference.ts';
import { Icon } from '../ui/icon.tsx';
import { counted } from '../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { absoluteTime } from '../ui/times.ts';
import type { ScrubbingPreviewModel } from './scrubbing-preview-model.ts';

interface ScrubbingPreviewProps {
  org: string;
  /** Slug of the project. */
  project: string;
  model: ScrubbingPreviewModel;
}

/** What the settings as they are entered would take out of an event, before and after. */
export function ScrubbingPreview({ org, project, model }: ScrubbingPreviewProps): JSX.Element {
  return (
    <section class="scrubbing-preview" aria-labelledby="preview-title">
      <header>
        <h2 id="preview-title">Preview</h2>
        <EventChooser org={org} model={model} />
      </header>
      <Body org={org} project={project} model={model} />
    </section>
  );
}

function EventChooser({ org, model }: { org: string; model: ScrubbingPreviewModel }): JSX.Element | null {
  const events = model.events.value ?? [];
  const event = model.event.value;
  const at = model.at.value;
  if (!event) return null;
  return (
    <div class="event-chooser">
      <a class="button small quiet" href={eventPath(org, event.groupID, event.eventID)}>
        Open
      </a>
      <select class="select small" aria-label="Event" onChange={({ currentTarget }) => model.choose(Number(currentTarget.value))}>
        {events.map(({ eventID, title, dateCreated }, index) => (
          <option key={eventID} value={index} selected={index === at}>
            {`${title.slice(0, 60)} · ${absoluteTime(Date.parse(dateCreated))}`}
          </option>
        ))}
      </select>
      <div class="button-group" role="group" aria-label="Events">
        <button class="button small square" type="button" aria-label="Newer event" aria-disabled={at === 0} onClick={() => model.choose(at - 1)}>
          <Icon name="chevron-left" small />
        </button>
        <button
          class="button small square"
          type="button"
          aria-label="Older event"
          aria-disabled={at === events.length - 1}
          onClick={() => model.choose(at + 1)}
        >
          <Icon name="chevron-right" small />
        </button>
      </div>
    </div>
  );
}

function Body({ org, project, model }: ScrubbingPreviewProps): JSX.Element {
  const { listFailure, events, shown, failure, isAsking } = model;
  if (listFailure.value) return <Failed title="The events did not load" failure={listFailure.value} retry={() => void model.load()} />;
  if (events.value?.length === 0) {
    return (
      <Empty
        title="No event to try the rules on"
        action={
          <a class="button" href={installPath(org, project)}>
            Send the first event
          </a>
        }
      >
        As soon as there is one, what these settings take out of it stands here.
      </Empty>
    );
  }
  if (!shown.value && !failure.value) {
    return (
      <Loading label="Loading the preview">
        <div class="settings-bones">
          <Bone wide="40%" />
          <Bone />
        </div>
      </Loading>
    );
  }
  const isOld = failure.value !== null || isAsking.value || shown.value?.eventId !== model.event.value?.eventID;
  return (
    <>
      <p class={failure.value ? 'preview-state wrong' : 'preview-state'} role="status">
        {failure.value ? failureText(failure.value.reason === 'invalid', failure.value.message) : shown.value && summary(shown.value)}
      </p>
      {shown.value && shown.value.changes.length > 0 && (
        <ol class="change-list" aria-label="What would be taken" aria-busy={isOld}>
          {shown.value.changes.slice(0, maxShown).map((change) => (
            <ChangeLine key={change.path} change={change} />
          ))}
        </ol>
      )}
    </>
  );
}

/** The rest is counted: a preview of hundreds says "too broad" by itself. */
const maxShown = 100;

function failureText(isOfRules: boolean, message: string): string {
  return isOfRules ? 'The rules cannot be read yet; see above what is wrong. Below is what the last readable ones did.' : message;
}

function summary({ changes }: Preview): string {
  if (changes.length === 0) return 'These settings would take nothing more out of this event. What they took when it came is no longer in it.';
  const count = `${counted(changes.length, 'value')} of this event would change`;
  return changes.length > maxShown ? `${count}; the first ${maxShown} stand here.` : `${count}. Nothing is saved by looking.`;
}

function ChangeLine({ change: { path, before, after, remarks } }: { change: Preview['changes'][number] }): JSX.Element {
  const pieces = typeof before === 'string' && typeof after === 'string' ? difference(before, after, remarks) : null;
  const words = [...new Set(remarks.map(([rule, kind]) => remarkWords(rule, kind)))];
  return (
    <li>
      <p class="change-place">
        <code>
          <CutText value={path} max={300} />
        </code>
        <span class="faint-text">
          <CutText value={words.length === 0 ? 'Follows the field it was made from' : words.join(', ')} max={300} />
        </span>
      </p>
      <div class="change">
        <code class="was">
          <span class="visually-hidden">Before: </span>
          {pieces ? <Pieces pieces={pieces.before} as="del" /> : <Pieces pieces={[{ text: asText(before), isMarked: true }]} as="del" />}
        </code>
        <code class="is">
          <span class="visually-hidden">After: </span>
          {after === null || after === '' ? <em>removed</em> : <Pieces pieces={pieces?.after ?? [{ text: asText(after), isMarked: true }]} as="ins" />}
        </code>
      </div>
    </li>
  );
}

/** Of what is kept only as much as tells where one is. */
const maxKept = 120;
const maxMarked = 400;

function Pieces({ pieces, as: Mark }: { pieces: readonly Piece[]; as: 'del' | 'ins' }): JSX.Element {
  return (
    <bdi>
      {pieces.map(({ text, isMarked }, index) =>
        isMarked ? <Mark key={index}>{shortened(text, maxMarked)}</Mark> : <span key={index}>{shortened(text, maxKept)}</span>,
      )}
    </bdi>
  );
}

/** Begin and end of it. */
function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max / 2)}…${text.slice(-max / 2)}`;
}
