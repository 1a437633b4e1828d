import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Commit, Release } from '../../worker/api/contract/release.ts';
import { CutText } from '../issue/event/text.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { counted } from '../ui/numbers.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { commits, shownCommits } from './store.ts';

const shownIdCharacters = 10;

/** The newest first. */
export function ReleaseCommits({ org, release }: { org: string; release: Release }): JSX.Element {
  const { version, commitCount } = release;
  return (
    <section aria-labelledby="release-commits">
      <h2 id="release-commits">
        Commits <span class="count">{commitCount.toLocaleString()}</span>
      </h2>
      {commitCount === 0 ? (
        <p class="quiet-text">
          None are known. <code>sentry-cli releases set-commits --local</code> sends them, and what they fix is resolved in this release.
        </p>
      ) : (
        <CommitList org={org} version={version} count={commitCount} />
      )}
    </section>
  );
}

function CommitList({ org, version, count }: { org: string; version: string; count: number }): JSX.Element {
  const resource = useMemo(() => commits.visit(org, version), [org, version]);
  const [page, failure] = [resource.value.value, resource.failure.value];
  if (!page && failure) return <Failed title="The commits did not load" failure={failure} retry={() => void resource.refresh()} />;
  if (!page) {
    return (
      <Loading label="Loading the commits">
        <Bone wide="70%" />
      </Loading>
    );
  }
  return (
    <>
      <ul class="release-list">
        {page.items.map((commit) => (
          <CommitLine key={`${commit.id} ${commit.repository?.name ?? ''}`} commit={commit} />
        ))}
      </ul>
      {page.next && <p class="quiet-text">and {counted(Math.max(1, count - shownCommits), 'older commit')}</p>}
    </>
  );
}

function CommitLine({ commit: { id, message, author, dateCreated } }: { commit: Commit }): JSX.Element {
  const name = author?.name ?? author?.email ?? null;
  const [title = ''] = (message ?? '').trim().split('\n');
  return (
    <li>
      <Avatar name={name ?? '?'} />
      <div>
        <strong>{title === '' ? 'No message' : <CutText value={title} max={200} />}</strong>
        <p class="faint-text">
          {name !== null && (
            <>
              <CutText value={name} max={80} /> ·{' '}
            </>
          )}
          <TimeAgo at={dateCreated} />
        </p>
      </div>
      <code>
        <CutText value={id.slice(0, shownIdCharacters)} />
      </code>
    </li>
  );
}
