import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Release } from '../../worker/api/contract/release.ts';
import { CutText } from '../issue/event/text.tsx';
import { prefetchIssue } from '../issue/store.ts';
import { issueWords } from '../issue/words.ts';
import { issuePath } from '../places.ts';
import { Count } from '../ui/count.tsx';
import { Level } from '../ui/level.tsx';
import { counted } from '../ui/numbers.ts';
import { prefetching } from '../ui/prefetch.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { newIssues, shownIssues } from './store.ts';

/** Issues that came with the release first, the newest first. */
export function ReleaseIssues({ org, release }: { org: string; release: Release }): JSX.Element {
  const { version, newGroups } = release;
  const resource = useMemo(() => newIssues.visit(org, version), [org, version]);
  const [page, failure] = [resource.value.value, resource.failure.value];
  return (
    <section aria-labelledby="release-issues">
      <h2 id="release-issues">
        New issues <span class="count">{newGroups.toLocaleString()}</span>
      </h2>
      {failure && !page && <Failed title="The issues did not load" failure={failure} retry={() => void resource.refresh()} />}
      {!page && !failure && (
        <Loading label="Loading the issues">
          <Bone wide="70%" />
        </Loading>
      )}
      {page?.items.length === 0 && <p class="quiet-text">Nothing broke in this version that did not before.</p>}
      {page && page.items.length > 0 && (
        <ul class="release-list">
          {page.items.map((issue) => {
            const { name, value } = issueWords(issue);
            return (
              <li key={issue.id} {...prefetching(() => prefetchIssue(org, issue.id))}>
                <Level level={issue.level} />
                <div>
                  <a class="title" href={issuePath(org, issue.id)}>
                    <strong>
                      <CutText value={name} max={200} />
                    </strong>{' '}
                    <CutText value={value} max={200} />
                  </a>
                  <p class="faint-text">
                    {issue.shortId} · {issue.status === 'ignored' ? 'archived' : issue.status} · <TimeAgo at={issue.lastSeen} />
                  </p>
                </div>
                <Count value={Number(issue.count)} of="event" />
              </li>
            );
          })}
        </ul>
      )}
      {page?.next && <p class="quiet-text">and {counted(Math.max(1, newGroups - shownIssues), 'older issue')}</p>}
    </section>
  );
}
