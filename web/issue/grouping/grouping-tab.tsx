import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Event } from '../../../worker/api/contract/event.ts';
import type { GroupingInfo } from '../../../worker/api/contract/grouping.ts';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import { Bone, Failed, Loading } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { Pairs } from '../event/pairs.tsx';
import { CutText } from '../event/text.tsx';
import { placeWords } from '../family/origin-words.ts';
import { groupings } from '../store.ts';
import { CompareForm } from './compare-form.tsx';
import { mainVariant } from './compare.ts';
import { skippedSentences } from './skipped.ts';
import { VariantView } from './variant-view.tsx';
import './grouping.css';

/** Why these events are one issue. */
export function GroupingTab({ org, issue, event }: { org: string; issue: Issue; event: Event | null }): JSX.Element {
  const pairs: [string, unknown][] = [
    ['hash of this issue', issue.grouping?.hash ?? null],
    ['mechanism', issue.grouping?.mechanism ?? null],
  ];
  return (
    <section class="block grouping" aria-labelledby="grouping-title">
      <header class="block-head">
        <h2 id="grouping-title">Why these events are one issue</h2>
      </header>
      <p class="quiet-text">
        Picket looks for what an event says about its place: a fingerprint, else its stack trace, else its exception, else its message. What counts becomes a
        hash; events with a hash in common are one issue.
      </p>
      <Pairs pairs={pairs.filter(([, value]) => value !== null)} isPlain />
      {event && <EventGrouping key={event.id} org={org} project={issue.project.slug} eventId={event.id} />}
    </section>
  );
}

function EventGrouping({ org, project, eventId }: { org: string; project: string; eventId: string }): JSX.Element {
  const resource = useMemo(() => groupings.visit(org, project, eventId), [org, project, eventId]);
  const info = resource.value.value;
  if (info) return <Looks org={org} project={project} info={info} />;
  const failure = resource.failure.value;
  if (failure) return <Failed title="The grouping could not be read" failure={failure} retry={() => void resource.refresh()} />;
  return (
    <Loading label="Loading the grouping">
      <Bone wide="60%" />
      <Bone wide="80%" />
    </Loading>
  );
}

function Looks({ org, project, info }: { org: string; project: string; info: GroupingInfo }): JSX.Element {
  const main = mainVariant(info);
  const place = placeWords(info.place);
  return (
    <>
      <h3>Why this event is in this issue</h3>
      <p class="grouping-place">
        <CutText value={place.text} max={400} /> {place.at !== null && <TimeAgo at={place.at} />}
      </p>
      <h3>This event, by the rules of now</h3>
      {main && (
        <p class="quiet-text">
          It goes by its <strong>{main.description}</strong>.
          {main.hashMismatch && ' None of its hashes is one of its issue: rules change what comes after them, and leave what was there.'}
        </p>
      )}
      {skippedSentences(info).map((sentence) => (
        <p key={sentence}>
          <strong>{sentence}</strong>
        </p>
      ))}
      {Object.values(info.variants).map((variant) => (
        <VariantView key={variant.key} variant={variant} />
      ))}
      <CompareForm org={org} project={project} info={info} />
    </>
  );
}
