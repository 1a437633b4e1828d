import { useEffect, useMemo } from 'preact/hooks';
import type { Failure } from './api.ts';
import { decide } from './frame/decide.ts';
import { Frame } from './frame/frame.tsx';
import { leave } from './frame/leave.ts';
import { LoadedScreen } from './frame/loaded-screen.tsx';
import { indexCache, organizationsCache } from './resources.ts';
import { navigate, path, query } from './router.ts';
import { matchRoute } from './routes.tsx';
import { announcement } from './ui/announce.ts';
import { Fence } from './ui/mark.tsx';
import { Empty, Failed, Loading } from './ui/states.tsx';
import { ToastPlace } from './ui/toast.tsx';

/** The whole dashboard. */
export function App() {
  const match = matchRoute(path.value);
  return (
    <>
      {match?.route.isOpen ? <LoadedScreen match={match} /> : <Dashboard />}
      <ToastPlace />
      <p class="visually-hidden" aria-live="polite">
        {announcement}
      </p>
    </>
  );
}

/** Who is here decides what of the address may be shown. */
function Dashboard() {
  const index = useMemo(() => indexCache.visit(), []);
  const isSignedIn = index.value.value?.user != null;
  const organizations = useMemo(() => (isSignedIn ? organizationsCache.visit() : null), [isSignedIn]);

  const decision = decide({ path: path.value, query: query.value, index: index.value.value, organizations: organizations?.value.value ?? null });
  const redirect = decision.kind === 'go' ? decision.href : null;
  useEffect(() => {
    if (redirect !== null) navigate(redirect, { replace: true });
  }, [redirect]);

  return (
    <>
      {decision.kind === 'frame' && <Frame org={decision.org} match={decision.match} />}
      {decision.kind === 'bare' && <LoadedScreen match={decision.match} />}
      {decision.kind === 'homeless' && <Homeless />}
      {decision.kind === 'wait' && <Waiting failure={(organizations?.failure ?? index.failure).value} retry={() => void (organizations ?? index).refresh()} />}
    </>
  );
}

function Waiting({ failure, retry }: { failure: Failure | null; retry: () => void }) {
  return (
    <main class="alone">
      {failure ? (
        <Failed title="Picket does not answer" failure={failure} retry={retry} />
      ) : (
        <Loading>
          <Fence />
        </Loading>
      )}
    </main>
  );
}

function Homeless() {
  return (
    <main class="alone">
      <Empty
        title="You belong to no organization"
        action={
          <button class="button" type="button" onClick={() => void leave()}>
            Sign out
          </button>
        }
      >
        Ask an owner of yours to add you.
      </Empty>
    </main>
  );
}
