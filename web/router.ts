import { batch, type ReadonlySignal, signal } from '@preact/signals';

/*
 * The address is the state of the dashboard. `path` and `query` follow it; a screen changes them by going somewhere. Links need nothing special:
 * every plain click on a link to this origin becomes a navigation without a page load.
 */

const pathSignal = signal('/');
const querySignal = signal(new URLSearchParams());
/** Counts arrivals at another path, so that the application can move the focus. A change of the query alone is none. */
const arrivalSignal = signal<Arrival>({ count: 0, kind: 'load' });

export interface Arrival {
  count: number;
  /** `load` of the document, a new place, or one that the reader came back to. */
  kind: 'load' | 'forward' | 'back';
}

export const path: ReadonlySignal<string> = pathSignal;
export const query: ReadonlySignal<URLSearchParams> = querySignal;
export const arrival: ReadonlySignal<Arrival> = arrivalSignal;

/** What a reader left behind at a place: how far down, and on which element. */
interface Place {
  scrollTop: number;
  focus: string | null;
}

const places = new Map<string, Place>();

/** Is asked before the reader leaves a path. It may call `go` to let them, at once or later. */
export type LeaveGuard = (go: () => void) => void;

let guard: LeaveGuard | null = null;
/** The browser is on its way back to the entry that a guard holds. */
let isReturning = false;

/** Holds the reader where they are, also against closing the page, until the function that it answers is called. There is one guard at a time. */
export function guardLeaving(next: LeaveGuard): () => void {
  guard = next;
  addEventListener('beforeunload', warn);
  return () => {
    if (guard === next) guard = null;
    removeEventListener('beforeunload', warn);
  };
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Begins to follow the address. Once, when the document has loaded. */
export function startRouter(): void {
  history.scrollRestoration = 'manual';
  history.replaceState({ place: crypto.randomUUID(), step: currentStep() }, '');
  readAddress('load');
  addEventListener('popstate', () => {
    if (isReturning) isReturning = false;
    else if (guard && location.pathname !== path.peek()) holdBack(guard);
    else {
      // A link to a part of the page made this entry by itself.
      if (history.state === null) history.replaceState({ place: crypto.randomUUID(), step: shownStep + 1 }, '');
      rememberPlace();
      readAddress('back');
    }
  });
  document.addEventListener('click', followLink);
}

/**
 * Goes to an address of this origin. `replace` leaves no trace in the history. `stays`: it is the same screen with another part of it, so focus and scroll
 * position stay as they are.
 */
export function navigate(href: string, { replace = false, stays = false }: { replace?: boolean; stays?: boolean } = {}): void {
  const target = new URL(href, location.href);
  const isSamePath = target.pathname === location.pathname;
  if (guard && !isSamePath) {
    guard(() => {
      guard = null;
      navigate(href, { replace, stays });
    });
    return;
  }
  rememberPlace();
  if (replace) history.replaceState(history.state, '', target);
  else history.pushState({ place: crypto.randomUUID(), step: shownStep + 1 }, '', target);
  shownPlace = currentPlace();
  shownStep = currentStep();
  readAddress(isSamePath || stays ? 'same' : 'forward');
}

/** Changes some values of the query, null removes one. A filter is a step one can go back from; `replace` makes it none. */
export function setQuery(values: Record<string, string | null>, { replace = false }: { replace?: boolean } = {}): void {
  const next = new URLSearchParams(query.peek());
  for (const [name, value] of Object.entries(values)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  navigate(path.peek() + (text === '' ? '' : `?${text}`), { replace });
}

/** Brings back the scroll position and the focus that the reader left here. False where nothing is remembered, or not on the page yet. */
export function restorePlace(): boolean {
  const place = places.get(currentPlace());
  if (!place) return false;
  document.scrollingElement?.scrollTo({ top: place.scrollTop });
  const element = place.focus === null ? null : document.querySelector(place.focus);
  if (!(element instanceof HTMLElement)) return false;
  element.focus({ preventScroll: true });
  return true;
}

/**
 * The values of a path, or null where it does not fit. Segments that begin with a colon take any one segment; a slash at the end makes no difference.
 * `matchPath('/organizations/:org/', '/organizations/acme')` → `{ org: 'acme' }`
 */
export function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = segmentsOf(pattern);
  const given = segmentsOf(pathname);
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith(':')) values[segment.slice(1)] = decode(value);
    else if (segment !== value) return null;
  }
  return values;
}

function segmentsOf(pathname: string): string[] {
  return pathname.split('/').filter((segment) => segment !== '');
}

/** A broken escape is kept as it stands, so that the address leads to "not found" and not to a crash. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The history entry that is on the screen; on `popstate` the browser has already moved on. */
let shownPlace = '';
/** Its position in the history of this tab, so that one can tell how far the browser has moved. */
let shownStep = 0;

function currentPlace(): string {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'place' in state ? String(state.place) : '';
}

function currentStep(): number {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'step' in state ? Number(state.step) : 0;
}

/** The browser has moved already: it is sent back, and moves again when the guard lets it. */
function holdBack(asked: LeaveGuard): void {
  const distance = currentStep() - shownStep;
  if (distance === 0) return;
  isReturning = true;
  history.go(-distance);
  asked(() => {
    guard = null;
    history.go(distance);
  });
}

function rememberPlace(): void {
  places.set(shownPlace, { scrollTop: document.scrollingElement?.scrollTop ?? 0, focus: selectorOf(document.activeElement) });
  shownPlace = currentPlace();
  shownStep = currentStep();
}

/** How to find an element again after the screen was built anew. */
function selectorOf(element: Element | null): string | null {
  if (!element || element === document.body) return null;
  if (element.id !== '') return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute('href');
  return href === null ? null : `main a[href="${CSS.escape(href)}"]`;
}

function readAddress(kind: Arrival['kind'] | 'same'): void {
  if (kind === 'load') {
    shownPlace = currentPlace();
    shownStep = currentStep();
  }
  batch(() => {
    const isNewPath = pathSignal.peek() !== location.pathname;
    pathSignal.value = location.pathname;
    if (querySignal.peek().toString() !== new URLSearchParams(location.search).toString()) querySignal.value = new URLSearchParams(location.search);
    if (kind !== 'same' && (isNewPath || kind === 'load')) arrivalSignal.value = { count: arrivalSignal.peek().count + 1, kind };
  });
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return;
  if (link.origin !== location.origin || link.pathname.startsWith('/api/')) return;
  const isFragmentOnly = link.hash !== '' && link.pathname === location.pathname && link.search === location.search;
  if (isFragmentOnly) return;
  event.preventDefault();
  navigate(link.href, { stays: link.dataset.stays !== undefined });
}
