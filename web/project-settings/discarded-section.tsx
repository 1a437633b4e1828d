import { useModel } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Project } from '../../worker/api/contract/project.ts';
import type { Tombstone } from '../../worker/api/contract/tombstone.ts';
import { deleteTombstone, listTombstones } from '../api.ts';
import { CutText } from '../issue/event/text.tsx';
import { query, setQuery } from '../router.ts';
import { SettingsBones } from '../settings/settings-bones.tsx';
import { Level } from '../ui/level.tsx';
import { Empty } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { showToast } from '../ui/toast.tsx';
import { DiscardedModel } from './discarded-model.ts';

/** Issues whose later events are turned away. Which page is in the address. */
export function DiscardedSection({ org, project }: { org: string; project: Project }): JSX.Element {
  const { slug } = project;
  const model = useModel(
    () =>
      new DiscardedModel({ list: (cursor) => listTombstones(org, slug, cursor), remove: (id) => deleteTombstone(org, slug, id) }, (text) =>
        showToast({ text }),
      ),
  );
  const cursor = query.value.get('cursor');
  useEffect(() => void model.load(cursor), [cursor]);
  const page = model.page.value;
  if (!page) return <SettingsBones failure={model.failure.value} retry={() => void model.load(cursor)} />;
  const { items, previous, next } = page;
  return (
    <>
      <h2 class="visually-hidden">What is turned away</h2>
      <p class="quiet-text">
        What was deleted with “Delete and discard” does not come back: later events of it are filtered, cost nothing and are counted on the Stats page. Welcome
        one again, and its next event makes a new issue.
      </p>
      {items.length === 0 ? (
        <Empty title="Nothing is discarded">Discard an issue from its menu when nobody will ever want to hear of it again.</Empty>
      ) : (
        <ul class="discarded-list">
          {items.map((tombstone) => (
            <Line key={tombstone.id} tombstone={tombstone} onWelcome={() => void model.welcome(tombstone)} />
          ))}
        </ul>
      )}
      {(previous !== null || next !== null) && (
        <nav class="button-group" aria-label="Pages of discarded issues">
          <button class="button small" type="button" disabled={previous === null} onClick={() => setQuery({ cursor: previous })}>
            Previous
          </button>
          <button class="button small" type="button" disabled={next === null} onClick={() => setQuery({ cursor: next })}>
            Next
          </button>
        </nav>
      )}
    </>
  );
}

function Line({ tombstone, onWelcome }: { tombstone: Tombstone; onWelcome: () => void }): JSX.Element {
  const { title, culprit, level, actor, dateAdded } = tombstone;
  return (
    <li>
      <Level level={level} />
      <div>
        <strong>
          <CutText value={title} max={200} />
        </strong>
        {culprit !== null && culprit !== '' && (
          <p class="faint-text">
            <code>
              <CutText value={culprit} max={200} />
            </code>
          </p>
        )}
        <p class="faint-text">
          Discarded by <CutText value={actor === null ? 'somebody who has left' : actor.name || actor.email} max={100} /> <TimeAgo at={dateAdded} />
        </p>
      </div>
      <button class="button small" type="button" aria-label={`Welcome again: ${title.slice(0, 100)}`} onClick={onWelcome}>
        Welcome again
      </button>
    </li>
  );
}
