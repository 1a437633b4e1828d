import { useModel } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { HashOrigin, IssueHash } from '../../../worker/api/contract/issue-hash.ts';
import { eventPath } from '../../places.ts';
import { navigate } from '../../router.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { Keys } from '../../ui/keys.tsx';
import { counted } from '../../ui/numbers.ts';
import { Bone, Failed, Loading } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { CutText } from '../event/text.tsx';
import { hashesOfIssue } from '../store.ts';
import { MergedModel } from './merged-model.ts';
import { originWords } from './origin-words.ts';
import { pickKeys } from './pick-keys.ts';
import { familyOf } from './use-family.ts';
import './family.css';

type Model = InstanceType<typeof MergedModel>;

/** The hashes that are this issue, why they are together, and the way to part them. */
export function MergedTab({ org, issue }: { org: string; issue: Issue }): JSX.Element {
  const hashes = useMemo(() => hashesOfIssue.visit(org, issue.id), [org, issue.id]);
  const model = useModel(() => {
    const { commands, tell, show } = familyOf(org);
    return new MergedModel({ issue, hashes, show }, commands, tell);
  });
  const { pick } = model;
  const openLatest = (id: string): void => {
    const latest = model.rows.peek().find((row) => row.id === id)?.latestEvent;
    if (latest) navigate(eventPath(org, issue.id, latest.eventID));
  };
  useKeys('Merged', [
    ...pickKeys(pick, { idOf: rowId, open: openLatest }),
    { keys: 'shift+m', label: 'Unmerge the selected', icon: 'split', run: () => void model.unmerge() },
  ]);
  const hasSeveral = model.rows.value.length > 1;

  return (
    <section class="block family" aria-labelledby="merged-title">
      <header class="block-head">
        <h2 id="merged-title">What this issue is made of</h2>
        <span class="spacer" />
        {hasSeveral && (
          <button class="button small" type="button" disabled={!model.canUnmerge.value} onClick={() => void model.unmerge()}>
            <Icon name="split" small />
            {pick.chosen.value.length === 0 ? 'Unmerge' : `Unmerge ${counted(pick.chosen.value.length, 'hash', 'hashes')}`}
            <Keys keys="shift+m" />
          </button>
        )}
      </header>
      {hashes.value.value === null ? (
        <Waiting hashes={hashes} />
      ) : (
        <>
          <p class="quiet-text">
            {hasSeveral
              ? 'Events of each of these hashes come to this issue. What is unmerged is an issue of its own, with its events, and stays one.'
              : 'All events of this issue have one hash. Others that are merged into it will be listed here, and can be parted again.'}
          </p>
          <ol class="hash-list">
            {model.rows.value.map((hash) => (
              <Row key={hash.id} org={org} issue={issue} hash={hash} model={model} isAlone={!hasSeveral} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Waiting({ hashes }: { hashes: ReturnType<typeof hashesOfIssue.visit> }): JSX.Element {
  const failure = hashes.failure.value;
  if (failure !== null) return <Failed title="The hashes could not be read" failure={failure} retry={() => void hashes.refresh()} />;
  return (
    <Loading label="Loading the hashes">
      {Array.from({ length: 3 }, (_, index) => (
        <p class="bone-row" key={index}>
          <Bone wide="80%" />
        </p>
      ))}
    </Loading>
  );
}

interface RowProps {
  org: string;
  issue: Issue;
  hash: IssueHash;
  model: Model;
  /** There is nothing to part it from. */
  isAlone: boolean;
}

function Row({ org, issue, hash, model: { pick }, isAlone }: RowProps): JSX.Element {
  const { id, latestEvent, eventCount, firstSeen, lastSeen, origin } = hash;
  const isChosen = pick.chosen.value.includes(id);
  return (
    <li id={rowId(id)} class={`alike${pick.at.value === id ? ' at' : ''}${isChosen ? ' picked' : ''}`}>
      <label class="pick">
        <input type="checkbox" aria-label={`Select the hash ${id.slice(0, 8)}`} checked={isChosen} disabled={isAlone} onClick={() => pick.toggle(id)} />
      </label>
      <div class="what">
        <p class="title">
          <strong>
            <CutText value={latestEvent?.title ?? 'No event is kept'} max={200} />
          </strong>
        </p>
        {latestEvent !== null && latestEvent.culprit !== null && latestEvent.culprit !== '' && (
          <p class="faint-text">
            <code>
              <CutText value={latestEvent.culprit} max={200} />
            </code>
          </p>
        )}
        <p class="faint-text">
          {counted(eventCount, 'event')} · first <TimeAgo at={firstSeen} /> · last <TimeAgo at={lastSeen} /> · hash <code title={id}>{id.slice(0, 8)}</code>
        </p>
        <p class="why">
          <Origin origin={origin} />
        </p>
      </div>
      {latestEvent !== null && (
        <a class="button small quiet" href={eventPath(org, issue.id, latestEvent.eventID)} aria-label={`Latest event of the hash ${id.slice(0, 8)}`}>
          Latest event
        </a>
      )}
    </li>
  );
}

function Origin({ origin }: { origin: HashOrigin }): JSX.Element {
  const { text, at } = originWords(origin);
  if (origin.type === 'own') return <Badge tone="accent">{text}</Badge>;
  return (
    <>
      <Icon name={origin.type === 'merged' ? 'merge' : 'link'} small />
      <span>
        <CutText value={text} max={200} /> {at !== null && <TimeAgo at={at} />}
      </span>
    </>
  );
}

function rowId(id: string): string {
  return `hash-${id}`;
}
