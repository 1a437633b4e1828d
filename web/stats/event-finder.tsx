import { useSignal } from '@preact/signals';
import { useId, useMemo } from 'preact/hooks';
import type { ResolvedEventId } from '../../worker/api/contract/event.ts';
import type { Rejection } from '../../worker/api/contract/stats.ts';
import { eventPath, mirrorPath } from '../places.ts';
import { setQuery } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { shortBytes } from '../ui/numbers.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { whereaboutsCache } from './store.ts';
import { readEventId } from './view.ts';
import { lastStep, steps } from './whereabouts.ts';
import { meaningOf, outcomeWords, remedyPath } from './words.ts';

/** Where did my event go? `asked` is the id in the address, as typed. */
export function EventFinder({ org, asked }: { org: string; asked: string | null }) {
  const faultId = useId();
  const fault = useSignal<string | null>(null);
  const eventId = asked === null ? null : readEventId(asked);

  function find(event: SubmitEvent & { currentTarget: HTMLFormElement }): void {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('event') ?? '').trim();
    fault.value = text === '' || readEventId(text) ? null : 'An event id is 32 hex digits, as the SDK returns it.';
    if (fault.value === null) setQuery({ event: text === '' ? null : text });
  }

  return (
    <>
      <form class="find-event" role="search" onSubmit={find}>
        <label>
          <span>Where did my event go?</span>
          <input
            class="input"
            key={asked}
            name="event"
            defaultValue={asked ?? ''}
            placeholder="Event id"
            inputmode="text"
            spellcheck={false}
            autocomplete="off"
            aria-invalid={fault.value ? 'true' : undefined}
            aria-describedby={fault.value ? faultId : undefined}
          />
        </label>
        <button class="button" type="submit">
          Find
        </button>
        {fault.value && (
          <p class="fault" id={faultId} role="alert">
            {fault}
          </p>
        )}
      </form>
      <div class="found-place" aria-live="polite">
        {eventId && <Found key={eventId} org={org} eventId={eventId} />}
      </div>
    </>
  );
}

function Found({ org, eventId }: { org: string; eventId: string }) {
  const whereabouts = useMemo(() => whereaboutsCache.visit(org, eventId), [org, eventId]);
  const known = whereabouts.value.value;
  const failure = whereabouts.failure.value;
  if (!known && failure) return <Failed title="The event could not be looked for" failure={failure} retry={() => void whereabouts.refresh()} />;
  if (!known) {
    return (
      <Loading label="Looking for the event">
        <Bone wide="60%" />
      </Loading>
    );
  }
  return (
    <section class="found" aria-labelledby="found-title">
      {known.found === 'kept' && <Kept org={org} event={known.event} />}
      {known.found === 'rejected' && <Rejected org={org} eventId={eventId} rejections={known.rejections} />}
      {known.found === 'nowhere' && (
        <>
          <h3 id="found-title">
            Nothing is known of <code>{eventId}</code>
          </h3>
          <p class="because">
            It is not among what is kept, nor among the samples of what was not. If it was sent just now, try again in five seconds. Otherwise it never came
            here (look at the SDK’s debug output, at “Dropped by the SDK” below, and in the <a href={mirrorPath(org, null)}>mirror</a> at what the app really
            sends), or it was one of very many that met with the same fate.
          </p>
          <button class="button small" type="button" onClick={() => void whereabouts.refresh()}>
            Look again
          </button>
        </>
      )}
    </section>
  );
}

function Kept({ org, event: { eventId, groupId, projectSlug, event } }: { org: string; event: ResolvedEventId }) {
  return (
    <>
      <h3 id="found-title">
        <code>{eventId}</code> was <strong>kept</strong>
      </h3>
      <Path ended={steps.length} />
      <p class="because">
        It is part of <a href={eventPath(org, groupId, eventId)}>{event?.title ?? 'its issue'}</a> in {projectSlug}
        {event === null && ', whose events are so many that this one’s body was not stored'}.
      </p>
    </>
  );
}

function Rejected({ org, eventId, rejections: [first, ...others] }: { org: string; eventId: string; rejections: [Rejection, ...Rejection[]] }) {
  const { text, remedy } = meaningOf(first.outcome, first.reason);
  return (
    <>
      <h3 id="found-title">
        <code>{eventId}</code> was <strong>{outcomeWords[first.outcome].was}</strong>
      </h3>
      <Path ended={lastStep(first)} rejection={first} />
      <p class="because">
        <code>{first.reason}</code>: {text}. {remedy && <a href={remedyPath(org, first.projectSlug, remedy)}>{`${remedy.label} of ${first.projectSlug}`}</a>}
        {others.length > 0 &&
          ` With it went ${others.map(({ category, size }) => `${category}${size === null ? '' : ` (${shortBytes(size)})`}`).join(', ')}.`}{' '}
        The <a href={mirrorPath(org, first.projectSlug)}>mirror of {first.projectSlug}</a> shows requests as they came in.
      </p>
    </>
  );
}

/** The way through Picket, up to step `ended`, where the rejection is. */
function Path({ ended, rejection }: { ended: number; rejection?: Rejection }) {
  return (
    <ol class="path">
      {steps.map((step, index) => {
        const state = index < ended ? 'done' : index === ended ? 'end' : 'never';
        return (
          <li key={step} class={state}>
            <Icon name={state === 'done' ? 'check' : state === 'end' ? 'x' : 'circle-dashed'} small />
            <span>
              {step}
              {state === 'end' && <span class="visually-hidden">: here it ended</span>}
              {index === 0 && rejection && <TimeAgo at={rejection.dateReceived} />}
              {index === 1 && rejection && rejection.size !== null && index < ended && <span>{`${rejection.category}, ${shortBytes(rejection.size)}`}</span>}
              {state === 'end' && rejection && <span>{rejection.reason}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
