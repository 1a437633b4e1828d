import type { JSX } from 'preact';
import { mirrorPath } from '../places.ts';
import { setQuery } from '../router.ts';
import { Bone, Empty, Loading } from '../ui/states.tsx';

/** Stands in for the list while it loads. */
export function ListBones(): JSX.Element {
  return (
    <Loading label="Loading the requests">
      <div class="list-bones">
        {['70%', '60%', '75%', '65%', '70%', '55%'].map((wide, index) => (
          <Bone key={index} wide={wide} />
        ))}
      </div>
    </Loading>
  );
}

interface NoCapturesProps {
  org: string;
  project: string | null;
  isNarrowed: boolean;
  isCapturing: boolean;
  onStart: () => void;
  projects: readonly { slug: string }[];
}

/** Nothing in the list, and the next step. */
export function NoCaptures({ org, project, isNarrowed, isCapturing, onStart, projects }: NoCapturesProps): JSX.Element {
  if (isNarrowed) {
    return (
      <Empty
        title="No request like that"
        action={
          <button class="button" type="button" onClick={() => setQuery({ status: null, sdk: null })}>
            Show all requests
          </button>
        }
      >
        Others were captured.
      </Empty>
    );
  }
  if (project === null) {
    return (
      <>
        <Empty title="Every request found its project">
          What comes with an unknown key or a wrong DSN is kept here. What a project gets stands in its own mirror:
        </Empty>
        <ul class="mirrors">
          {projects.map(({ slug }) => (
            <li key={slug}>
              <a class="link" href={mirrorPath(org, slug)}>
                {slug}
              </a>
            </li>
          ))}
        </ul>
      </>
    );
  }
  if (isCapturing) return <Empty title="Waiting for a request">Send something from the app: it appears here by itself.</Empty>;
  return (
    <Empty
      title="Nothing was captured"
      action={
        <button class="button primary" type="button" onClick={onStart}>
          Capture requests
        </button>
      }
    >
      See what SDKs really send, byte by byte, and what became of each item.
    </Empty>
  );
}
