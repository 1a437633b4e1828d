import { useModel } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { Likeness } from '../../../worker/api/contract/similar-issue.ts';
import { issuePath } from '../../places.ts';
import { navigate } from '../../router.ts';
import { Icon } from '../../ui/icon.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { Keys } from '../../ui/keys.tsx';
import { counted } from '../../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { CutText } from '../event/text.tsx';
import { similarIssues } from '../store.ts';
import { issuePlace, issueWords } from '../words.ts';
import { pickKeys } from './pick-keys.ts';
import { scoreText, scoreWords } from './score-words.ts';
import { SimilarModel } from './similar-model.ts';
import { familyOf } from './use-family.ts';
import './family.css';

type Model = InstanceType<typeof SimilarModel>;

/** Issues that may be the same problem, why they look alike, and the way to make them one. */
export function SimilarTab({ org, issue }: { org: string; issue: Issue }): JSX.Element {
  const similar = useMemo(() => similarIssues.visit(org, issue.id), [org, issue.id]);
  const model = useModel(() => {
    const { commands, tell, show } = familyOf(org);
    return new SimilarModel({ issue, similar, show }, commands, tell);
  });
  const { pick } = model;
  useKeys('Similar issues', [
    ...pickKeys(pick, { idOf: rowId, open: (id) => navigate(issuePath(org, id)) }),
    { keys: 'shift+m', label: 'Merge the selected into this issue', icon: 'merge', run: () => void model.merge() },
  ]);

  return (
    <section class="block family" aria-labelledby="similar-title">
      <header class="block-head">
        <h2 id="similar-title">Similar issues</h2>
        <span class="spacer" />
        <button class="button small" type="button" disabled={pick.chosen.value.length === 0 || model.isMerging.value} onClick={() => void model.merge()}>
          <Icon name="merge" small />
          {pick.chosen.value.length === 0 ? 'Merge into this issue' : `Merge ${counted(pick.chosen.value.length, 'issue')} into this one`}
          <Keys keys="shift+m" />
        </button>
      </header>
      <Rows org={org} issue={issue} model={model} failed={similar} />
    </section>
  );
}

function Rows({ org, issue, model, failed }: { org: string; issue: Issue; model: Model; failed: ReturnType<typeof similarIssues.visit> }): JSX.Element {
  if (failed.value.value === null) {
    const failure = failed.failure.value;
    if (failure !== null) return <Failed title="Similar issues could not be looked for" failure={failure} retry={() => void failed.refresh()} />;
    return (
      <Loading label="Looking for similar issues">
        {Array.from({ length: 4 }, (_, index) => (
          <p class="bone-row" key={index}>
            <Bone wide="80%" />
          </p>
        ))}
      </Loading>
    );
  }
  if (model.rows.value.length === 0) {
    return <Empty title="Nothing is like it">No issue of this project that was seen lately shares enough functions or words with this one.</Empty>;
  }
  return (
    <>
      <p class="quiet-text">
        Compared by the functions on their stacks and the words they say. What few issues have tells more, and a function more than a word.
      </p>
      <ol class="alike-list">
        {model.rows.value.map(([other, likeness]) => (
          <Row key={other.id} org={org} issue={issue} other={other} likeness={likeness} model={model} />
        ))}
      </ol>
    </>
  );
}

function Row({ org, issue, other, likeness, model }: { org: string; issue: Issue; other: Issue; likeness: Likeness; model: Model }): JSX.Element {
  const { pick } = model;
  const isAt = pick.at.value === other.id;
  const isChosen = pick.chosen.value.includes(other.id);
  const { name, value } = issueWords(other);
  const peekId = `peek-${other.id}`;
  return (
    <li id={rowId(other.id)} class={`alike${isAt ? ' at' : ''}${isChosen ? ' picked' : ''}`}>
      <label class="pick">
        <input type="checkbox" aria-label={`Select ${other.shortId}`} checked={isChosen} onClick={() => pick.toggle(other.id)} />
      </label>
      <div class="what">
        <a class="title" href={issuePath(org, other.id)}>
          <strong>
            <CutText value={name} max={200} />
          </strong>
          {value !== '' && (
            <span class="quiet-text">
              {' '}
              <CutText value={value} max={200} />
            </span>
          )}
        </a>
        <p class="faint-text">
          {other.shortId} · {counted(Number(other.count), 'event')} · last <TimeAgo at={other.lastSeen} />
        </p>
        <Reasons likeness={likeness} />
        {isAt && <Peek id={peekId} issue={issue} other={other} />}
      </div>
      <p class="score" title={`Score ${likeness.score.toFixed(2)} of 1`}>
        <strong>{scoreWords(likeness.score)}</strong>
        <span class="faint-text">{scoreText(likeness.score)}</span>
        <meter class="visually-hidden" min={0} max={1} value={likeness.score} aria-label={`Likeness of ${other.shortId}`} />
      </p>
      <button
        class="button small quiet"
        type="button"
        aria-expanded={isAt}
        aria-controls={isAt ? peekId : undefined}
        aria-label={`Compare with ${other.shortId}`}
        onClick={() => pick.goTo(isAt ? null : other.id)}
      >
        Compare
      </button>
    </li>
  );
}

/** So much of each reason; the rest is counted. */
const maxReasons = 6;

function Reasons({ likeness: { frames, words } }: { likeness: Likeness }): JSX.Element {
  return (
    <dl class="reasons">
      {frames.length > 0 && <Reason name="Both have on the stack" items={frames} />}
      {words.length > 0 && <Reason name="Both say" items={words} />}
    </dl>
  );
}

function Reason({ name, items }: { name: string; items: readonly string[] }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {items.slice(0, maxReasons).map((item) => (
          <code key={item}>
            <CutText value={item} max={80} />
          </code>
        ))}
        {items.length > maxReasons && <span class="faint-text">and {items.length - maxReasons} more</span>}
      </dd>
    </div>
  );
}

/** Both issues beside each other. */
function Peek({ id, issue, other }: { id: string; issue: Issue; other: Issue }): JSX.Element {
  return (
    <div class="peek" id={id}>
      <Side issue={issue} label="This issue" />
      <Side issue={other} label={other.shortId} />
    </div>
  );
}

function Side({ issue, label }: { issue: Issue; label: string }): JSX.Element {
  const { name, value } = issueWords(issue);
  const place = issuePlace(issue);
  return (
    <section aria-label={label}>
      <h3>{label}</h3>
      <p>
        <strong>
          <CutText value={name} max={200} />
        </strong>
      </p>
      {value !== '' && (
        <p>
          <CutText value={value} max={400} />
        </p>
      )}
      {place !== '' && (
        <p class="faint-text">
          <code>
            <CutText value={place} max={200} />
          </code>
        </p>
      )}
      <p class="faint-text">
        {counted(Number(issue.count), 'event')}, {counted(issue.userCount, 'user')}
      </p>
      <p class="faint-text">
        First <TimeAgo at={issue.firstSeen} />, last <TimeAgo at={issue.lastSeen} />
      </p>
    </section>
  );
}

function rowId(id: string): string {
  return `similar-${id}`;
}
