import type { JSX } from 'preact';
import type { Release } from '../../worker/api/contract/release.ts';
import { CutText, EventLink } from '../issue/event/text.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';

/** What is known of it besides its issues and commits; what is not is left out. */
export function ReleaseFacts({ release }: { release: Release }): JSX.Element {
  const { projects, dateCreated, dateReleased, firstEvent, lastEvent, ref, url, deployCount, lastDeploy } = release;
  return (
    <dl class="pairs">
      <Fact name={projects.length === 1 ? 'Project' : 'Projects'}>{projects.map(({ slug }) => slug).join(', ') || 'None'}</Fact>
      <Fact name="Released">{dateReleased === null ? 'Not finalized' : <TimeAgo at={dateReleased} />}</Fact>
      <Fact name="Known since">
        <TimeAgo at={dateCreated} />
      </Fact>
      <Fact name="Events">
        {firstEvent === null || lastEvent === null ? (
          'None yet'
        ) : (
          <>
            first <TimeAgo at={firstEvent} />, last <TimeAgo at={lastEvent} />
          </>
        )}
      </Fact>
      {lastDeploy && (
        <Fact name="Deployed">
          to <CutText value={lastDeploy.environment} max={64} /> <TimeAgo at={lastDeploy.dateFinished} />
          {deployCount > 1 && `, ${deployCount.toLocaleString()} times in all`}
        </Fact>
      )}
      {ref && (
        <Fact name="Ref">
          <code>
            <CutText value={ref} max={250} />
          </code>
        </Fact>
      )}
      {url && (
        <Fact name="Link">
          <EventLink value={url} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: JSX.Element | string | (JSX.Element | string | false)[] }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
