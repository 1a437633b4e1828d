import { matchRoute } from '../routes.tsx';

/** Fetches the chunk of the screen behind a link as soon as the pointer or the focus is on it. Once, when the application starts. */
export function startPrefetchingChunks(): void {
  document.addEventListener('pointerover', prefetch, { passive: true });
  document.addEventListener('focusin', prefetch);
}

function prefetch({ target }: Event): void {
  const link = target instanceof Element ? target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return;
  // Whoever follows the link asks again, and is told what failed.
  matchRoute(link.pathname)
    ?.route.load()
    .catch(() => undefined);
}
