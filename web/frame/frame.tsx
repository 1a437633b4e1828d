import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { explorePath, issuesPath, mirrorPath, projectsPath, releasesPath, statsPath, teamsPath } from '../places.ts';
import { arrival, navigate } from '../router.ts';
import type { Match } from '../routes.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { LoadedScreen } from './loaded-screen.tsx';
import { Navigation, NavigationDrawer } from './navigation.tsx';
import { NotFound } from './not-found.tsx';
import { closeOverlay, overlay } from './overlay.ts';

/** Navigation at the side, the screen beside it, and what can lie over both. */
export function Frame({ org, match }: { org: string; match: Match | null }) {
  useKeys('Everywhere', [
    { keys: 'mod+k', label: 'Find or do anything', run: () => (overlay.value = 'palette') },
    { keys: '?', label: 'All keys', run: () => (overlay.value = 'keys') },
    { keys: 'g i', label: 'Go to issues', run: () => navigate(issuesPath(org)) },
    { keys: 'g e', label: 'Go to Explore', run: () => navigate(explorePath(org)) },
    { keys: 'g p', label: 'Go to projects', run: () => navigate(projectsPath(org)) },
    { keys: 'g r', label: 'Go to releases', run: () => navigate(releasesPath(org)) },
    { keys: 'g t', label: 'Go to teams', run: () => navigate(teamsPath(org)) },
    { keys: 'g m', label: 'Go to the mirror', run: () => navigate(mirrorPath(org, null)) },
    { keys: 'g s', label: 'Go to stats', run: () => navigate(statsPath(org)) },
  ]);
  const arrivals = arrival.value.count;
  useEffect(closeOverlay, [arrivals]);

  return (
    <>
      <a class="skip" href="#content">
        Skip to content
      </a>
      <div class="app">
        <Navigation org={org} />
        {match ? <LoadedScreen match={match} /> : <NotFound org={org} />}
      </div>
      {overlay.value === 'menu' && <NavigationDrawer org={org} />}
      {overlay.value === 'palette' && <Later load={loadPalette} org={org} />}
      {overlay.value === 'keys' && <Later load={loadKeysDialog} org={org} />}
    </>
  );
}

type Overlay = ComponentType<{ org: string }>;

const loadPalette = async (): Promise<Overlay> => (await import('../palette/palette.tsx')).Palette;
const loadKeysDialog = async (): Promise<Overlay> => (await import('./keys-dialog.tsx')).KeysDialog;

/** Something that lies over the page and is a chunk of its own, since many visits never see it. */
function Later({ load, org }: { load: () => Promise<Overlay>; org: string }) {
  const [loaded, setLoaded] = useState<{ Overlay: Overlay } | null>(null);
  useEffect(() => {
    load().then((Overlay) => setLoaded({ Overlay }), closeOverlay);
  }, [load]);
  return loaded && <loaded.Overlay org={org} />;
}
