import './releases.css';
import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import { NotFound } from '../frame/not-found.tsx';
import { Crumbs, Screen } from '../frame/screen.tsx';
import { CutText } from '../issue/event/text.tsx';
import { releasesPath } from '../places.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { ReleaseCommits } from './release-commits.tsx';
import { ReleaseFacts } from './release-facts.tsx';
import { ReleaseIssues } from './release-issues.tsx';
import { releases } from './store.ts';

/** What a version is: which issues came with it, and the commits that are in it. */
export function ReleasePage({ org, version }: { org: string; version: string }): JSX.Element {
  const resource = useMemo(() => releases.visit(org, version), [org, version]);
  const [release, failure] = [resource.value.value, resource.failure.value];
  if (!release && failure?.reason === 'not_found') return <NotFound org={org} />;
  return (
    <Screen title={version} class="release-page" top={<Crumbs path={[{ label: 'Releases', href: releasesPath(org) }]} here={version} />}>
      {failure && !release && <Failed title="The release did not load" failure={failure} retry={() => void resource.refresh()} />}
      {!release && !failure && (
        <Loading label="Loading the release">
          <div class="release-content">
            <Bone wide="30%" />
            <Bone />
            <Bone wide="60%" />
          </div>
        </Loading>
      )}
      {release && (
        <div class="release-content">
          <h1>
            <CutText value={release.version} max={250} />
          </h1>
          <ReleaseFacts release={release} />
          <ReleaseIssues org={org} release={release} />
          <ReleaseCommits org={org} release={release} />
        </div>
      )}
    </Screen>
  );
}
