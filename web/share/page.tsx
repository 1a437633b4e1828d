import { useEffect, useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { SharedIssue } from '../../worker/api/contract/share.ts';
import type { Failure } from '../api.ts';
import { useTitle } from '../frame/screen.tsx';
import { readTrace } from '../../worker/reading/frames.ts';
import { Guard, Part } from '../issue/event/part.tsx';
import { ExceptionsPart, TracePart } from '../issue/event/stack-parts.tsx';
import { CutText, EventText } from '../issue/event/text.tsx';
import { Badge } from '../ui/badge.tsx';
import { Icon } from '../ui/icon.tsx';
import { Level } from '../ui/level.tsx';
import { Mark } from '../ui/mark.tsx';
import { counted, exactCount } from '../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { sharedExceptions, sharedWords } from './shared-words.ts';
import { sharedIssues } from './store.ts';
import '../issue/event/event.css';
import './share.css';

/** An issue for whoever has its link. Nobody has to be signed in, and it is the same for everybody. */
export function SharePage({ shareId }: { shareId: string }): JSX.Element {
  const resource = useMemo(() => sharedIssues.visit(shareId), [shareId]);
  useEffect(forbidIndexing, []);
  const issue = resource.value.value;
  const failure = resource.failure.value;
  useTitle(issue === null ? 'Shared issue' : `${issue.shortId} ${issue.title.slice(0, 80)}`);
  return (
    <main class="share" id="content" tabIndex={-1}>
      <header class="share-bar">
        <Mark />
        <strong>Picket</strong>
        <span class="spacer" />
        <Badge icon="eye">Public page, read-only</Badge>
      </header>
      {issue === null && (
        <>
          <h1 class="visually-hidden">Shared issue</h1>
          <h2 class="visually-hidden">What is behind the link</h2>
        </>
      )}
      <Content issue={issue} failure={failure} retry={() => void resource.refresh()} />
    </main>
  );
}

function Content({ issue, failure, retry }: { issue: SharedIssue | null; failure: Failure | null; retry: () => void }): JSX.Element {
  if (failure?.reason === 'not_found') {
    return (
      <Empty title="There is nothing behind this link">
        Whoever shared the issue may have made it private again, or it was deleted. Ask them for a new link.
      </Empty>
    );
  }
  if (issue !== null) return <Shared issue={issue} />;
  if (failure !== null) return <Failed title="The issue could not be read" failure={failure} retry={retry} />;
  return (
    <Loading label="Loading the issue">
      <div class="head bones">
        <Bone wide="14rem" />
        <Bone wide="26rem" />
      </div>
    </Loading>
  );
}

function Shared({ issue }: { issue: SharedIssue }): JSX.Element {
  const { name, value } = sharedWords(issue);
  return (
    <>
      <header class="head">
        <p class="share-place">
          <CutText value={issue.project.name} max={100} /> <span aria-hidden="true">/</span> {issue.shortId}
        </p>
        <div class="title-line">
          <Level level={issue.level} />
          <h1 id="issue-title" tabIndex={-1}>
            <CutText value={name} />
          </h1>
          {issue.isUnhandled && <Badge icon="shield-alert">Unhandled</Badge>}
        </div>
        {value !== '' && (
          <p class="message">
            <EventText value={value} max={400} lines />
          </p>
        )}
        {issue.culprit !== null && issue.culprit !== '' && (
          <p class="culprit">
            <code>
              <CutText value={issue.culprit} />
            </code>
          </p>
        )}
      </header>
      <Figures issue={issue} />
      <Stack issue={issue} name={name} />
      <footer class="share-foot">
        <Icon name="info" small />
        <p>Somebody of the team shared this issue by its link. Who met it, requests, tags, variables and what the team says of it are not shown here.</p>
      </footer>
    </>
  );
}

function Figures({ issue }: { issue: SharedIssue }): JSX.Element {
  const count = Number(issue.count);
  return (
    <dl class="share-figures">
      <div>
        <dt>Events</dt>
        <dd>
          <data value={count}>{exactCount(count)}</data>
        </dd>
      </div>
      <div>
        <dt>Users</dt>
        <dd>
          <data value={issue.userCount} title={counted(issue.userCount, 'user')}>
            {exactCount(issue.userCount)}
          </data>
        </dd>
      </div>
      <div>
        <dt>First seen</dt>
        <dd>
          <TimeAgo at={issue.firstSeen} />
        </dd>
      </div>
      <div>
        <dt>Last seen</dt>
        <dd>
          <TimeAgo at={issue.lastSeen} />
        </dd>
      </div>
    </dl>
  );
}

/** What the newest event says of the place. */
function Stack({ issue, name }: { issue: SharedIssue; name: string }): JSX.Element {
  const { latestEvent, platform } = issue;
  const exceptions = sharedExceptions(issue);
  const trace = readTrace(latestEvent?.stacktrace);
  const message = latestEvent?.message ?? null;
  if (latestEvent === null) return <Empty title="No event is kept">The counts are exact, but the events themselves are no longer here.</Empty>;
  return (
    <Guard>
      {message !== null && message !== name && (
        <Part id="message" title="Message">
          <EventText value={message} lines />
        </Part>
      )}
      {exceptions.length > 0 && <ExceptionsPart exceptions={exceptions} platform={platform} title={name} meta={undefined} />}
      {trace !== null && <TracePart trace={trace} platform={platform} meta={undefined} />}
      {exceptions.length === 0 && trace === null && (
        <Part id="stack" title="Stack trace">
          <p class="faint-text">The SDK sent no stack trace.</p>
        </Part>
      )}
    </Guard>
  );
}

/** The document may be served for any address; this one is never to be found by search. */
function forbidIndexing(): () => void {
  const robots = document.querySelector<HTMLMetaElement>('meta[name="robots"]');
  const before = robots?.content ?? '';
  if (robots) robots.content = 'noindex, nofollow, noarchive';
  return () => {
    if (robots) robots.content = before;
  };
}
