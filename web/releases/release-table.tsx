import type { JSX } from 'preact';
import type { Release } from '../../worker/api/contract/release.ts';
import { CutText } from '../issue/event/text.tsx';
import { releasePath } from '../places.ts';
import { Badge } from '../ui/badge.tsx';
import { Count } from '../ui/count.tsx';
import { counted } from '../ui/numbers.ts';
import { prefetching } from '../ui/prefetch.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { prefetchRelease } from './store.ts';

/** In the order of the list: since when a version is released, or else known. */
export function ReleaseTable({ org, releases }: { org: string; releases: readonly Release[] }): JSX.Element {
  return (
    <table class="table release-table">
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col" class="wide">
            Projects
          </th>
          <th scope="col" class="end">
            New issues
          </th>
          <th scope="col" class="end wide">
            Commits
          </th>
          <th scope="col" class="end wide">
            First event
          </th>
          <th scope="col" class="end wide">
            Last event
          </th>
          <th scope="col" class="end">
            Since
          </th>
        </tr>
      </thead>
      <tbody>
        {releases.map((release) => (
          <ReleaseRow key={release.id} org={org} release={release} />
        ))}
      </tbody>
    </table>
  );
}

function ReleaseRow({ org, release }: { org: string; release: Release }): JSX.Element {
  const { version, dateReleased, dateCreated, firstEvent, lastEvent, newGroups, commitCount, lastDeploy, projects } = release;
  return (
    <tr>
      <th scope="row">
        <a class="name" href={releasePath(org, version)} {...prefetching(() => prefetchRelease(org, version))}>
          <CutText value={version} max={120} />
        </a>
        {lastDeploy && (
          <Badge icon="cloud">
            <CutText value={lastDeploy.environment} max={32} />
          </Badge>
        )}
      </th>
      <td class="wide">{projects.length <= 3 ? projects.map(({ slug }) => slug).join(', ') : counted(projects.length, 'project')}</td>
      <td class="end">
        <Count value={newGroups} of="new issue" />
        <span class="word"> new</span>
      </td>
      <td class="end wide">
        <Count value={commitCount} of="commit" />
      </td>
      <td class="end wide">{firstEvent === null ? 'None yet' : <TimeAgo at={firstEvent} />}</td>
      <td class="end wide">{lastEvent !== null && <TimeAgo at={lastEvent} />}</td>
      <td class="end">
        <TimeAgo at={dateReleased ?? dateCreated} />
      </td>
    </tr>
  );
}
