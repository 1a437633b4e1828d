import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { Request } from './request.tsx';
import { captures } from './store.ts';

interface OpenRequestProps {
  org: string;
  project: string | null;
  openId: string | null;
  onDelete: () => void;
}

/** The request beside the list, in whichever of its states it is. */
export function OpenRequest({ org, project, openId, onDelete }: OpenRequestProps): JSX.Element {
  if (openId === null) return <Empty title="No request is open">Choose one, or walk through them with j and k.</Empty>;
  return <KeptRequest key={openId} org={org} project={project} id={openId} onDelete={onDelete} />;
}

function KeptRequest({ org, project, id, onDelete }: { org: string; project: string | null; id: string; onDelete: () => void }): JSX.Element {
  const resource = useMemo(() => captures.visit(org, project ?? '', id), [org, project, id]);
  const [detail, failure] = [resource.value.value, resource.failure.value];
  if (detail) return <Request org={org} project={project} detail={detail} onDelete={onDelete} />;
  if (failure?.reason === 'not_found') return <Empty title="This capture is gone">It was deleted, or newer ones took its place.</Empty>;
  if (failure) return <Failed title="The request did not load" failure={failure} retry={() => void resource.refresh()} />;
  return (
    <Loading label="Loading the request">
      <div class="request-bones">
        <Bone wide="40%" />
        <Bone wide="70%" />
        <Bone />
      </div>
    </Loading>
  );
}
