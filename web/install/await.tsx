import type { Issue } from '../../worker/api/contract/issue.ts';
import { issuePlace, issueWords } from '../issue/words.ts';
import { issuePath } from '../places.ts';
import { Icon } from '../ui/icon.tsx';
import { Level } from '../ui/level.tsx';
import { Fence } from '../ui/mark.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { runningTime } from '../ui/times.ts';
import type { createInstallModel } from './install-model.ts';

type Model = ReturnType<typeof createInstallModel>;

/** Beside the steps: waits, and then shows what came. */
export function AwaitPanel({ org, model, hasActiveKey }: { org: string; model: Model; hasActiveKey: boolean }) {
  const issue = model.issue.value;
  return (
    <aside class="await" id="await" aria-label="First event">
      {issue ? <Received org={org} issue={issue} wasInUse={model.wasInUse.value} /> : <Waiting model={model} hasActiveKey={hasActiveKey} />}
      <p class="visually-hidden" role="status">
        {issue && !model.wasInUse.value ? 'Your first event is here.' : ''}
      </p>
    </aside>
  );
}

function Waiting({ model, hasActiveKey }: { model: Model; hasActiveKey: boolean }) {
  const { failure, roundTripMs, waitedMs } = model;
  return (
    <section class="panel wait">
      <Fence />
      <h2>Waiting for the first event</h2>
      <p class="quiet-text">This page listens. Keep it open, then run your app.</p>
      <ol class="checks">
        <Check isDone={hasActiveKey}>Key is active</Check>
        <Check
          isDone={failure.value === null && roundTripMs.value !== null}
          figure={roundTripMs.value === null ? undefined : `${Math.round(roundTripMs.value)} ms`}
        >
          {failure.value ? failure.value.message : 'Picket answers from here'}
        </Check>
        <Check isDone={false} figure={runningTime(waitedMs.value)}>
          First event
        </Check>
      </ol>
      <details class="stuck">
        <summary>
          <Icon name="chevron-right" small />
          Nothing comes?
        </summary>
        <ul>
          <li>An ad blocker or a firewall may hold it back. Look at the network of your app for requests to /envelope/.</li>
          <li>The SDK says what it does when started with its debug option.</li>
          <li>Code that runs before the start of the SDK cannot be seen by it.</li>
        </ul>
      </details>
    </section>
  );
}

function Check({ isDone, figure, children }: { isDone: boolean; figure?: string | undefined; children: string }) {
  return (
    <li class={isDone ? 'done' : undefined}>
      <Icon name={isDone ? 'check' : 'circle-dashed'} small />
      <span>{children}</span>
      {figure && <span class="count">{figure}</span>}
    </li>
  );
}

function Received({ org, issue, wasInUse }: { org: string; issue: Issue; wasInUse: boolean }) {
  const { id, shortId, level, lastSeen } = issue;
  const { name, value } = issueWords(issue);
  const place = issuePlace(issue);
  const href = issuePath(org, id);
  return (
    <section class="panel received">
      <Fence />
      <h2>{wasInUse ? 'Events are coming in' : 'Your first event is here'}</h2>
      <p class="quiet-text">
        {wasInUse ? 'The newest issue was seen ' : 'Received '}
        <TimeAgo at={lastSeen} />.
      </p>
      <a class="first" href={href}>
        <Level level={level} />
        <span>
          <strong>{name}</strong> <bdi>{value}</bdi>
          <span class="faint-text">
            {shortId}
            {place !== '' && (
              <>
                , <code>{place}</code>
              </>
            )}
          </span>
        </span>
      </a>
      <a class="button primary" href={href}>
        Open the issue
        <Icon name="arrow-right" small />
      </a>
    </section>
  );
}

/** On a phone, where the panel is below the steps: says at the bottom that the page waits. */
export function AwaitBar({ model }: { model: Model }) {
  return (
    <a class="await-bar" href="#await">
      <span class="beat" aria-hidden="true" />
      Waiting for the first event
      <span class="count">{runningTime(model.waitedMs.value)}</span>
    </a>
  );
}
