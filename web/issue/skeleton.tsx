import type { JSX } from 'preact';
import { Bone, Loading } from '../ui/states.tsx';

/** The page of an issue before anything of it is known, in the sizes of what comes. */
export function IssueSkeleton(): JSX.Element {
  return (
    <div class="columns">
      <Loading label="Loading the issue">
        <div class="head bones">
          <Bone wide="14rem" />
          <Bone wide="26rem" />
          <Bone wide="18rem" />
        </div>
        <TraceSkeleton />
      </Loading>
    </div>
  );
}

/** A trace before it is here. */
export function TraceSkeleton(): JSX.Element {
  return (
    <Loading label="Loading the event">
      <div class="block bones">
        <Bone wide="8rem" />
        {[70, 55, 80, 62, 48, 74, 58, 66].map((share) => (
          <Bone key={share} wide={`${share}%`} />
        ))}
      </div>
    </Loading>
  );
}
