import type { JSX } from 'preact';
import type { Failure } from '../api.ts';
import { Icon } from '../ui/icon.tsx';
import { Failed } from '../ui/states.tsx';
import { CaptureList } from './capture-list.tsx';
import { ListBones, NoCaptures } from './list-states.tsx';
import type { Mirror } from './mirror-model.ts';

interface ListPaneProps {
  org: string;
  project: string | null;
  model: Mirror;
  isNarrowed: boolean;
  openId: string | null;
  hrefOf: (id: string) => string;
  onStart: () => void;
  projects: readonly { slug: string }[];
}

/** The list in whichever of its states it is. */
export function ListPane({ org, project, model, isNarrowed, openId, hrefOf, onStart, projects }: ListPaneProps): JSX.Element {
  const [captures, failure] = [model.captures.value, model.failure.value];
  if (captures === null || captures.length === 0) {
    if (failure) return <Failed title="The requests did not load" failure={failure} retry={() => void model.reload()} />;
    if (captures === null) return <ListBones />;
    return <NoCaptures org={org} project={project} isNarrowed={isNarrowed} isCapturing={model.isCapturing.value} onStart={onStart} projects={projects} />;
  }
  return (
    <>
      {failure && <StaleNote failure={failure} retry={() => void model.load()} />}
      <CaptureList captures={captures} model={model} hrefOf={hrefOf} openId={openId} />
    </>
  );
}

function StaleNote({ failure, retry }: { failure: Failure; retry: () => void }): JSX.Element {
  return (
    <p class="stale" role="alert">
      <Icon name="wifi-off" small />
      {failure.message} What is shown may be old.
      <button class="button small" type="button" onClick={retry}>
        Try again
      </button>
    </p>
  );
}
