import type { ComponentChildren, VNode } from 'preact';
import type { Failure } from '../api.ts';
import { Icon } from './icon.tsx';
import { FenceGap } from './mark.tsx';

/** What stands in for a screen while it loads: it takes its place at once, so that nothing moves, and is seen after 200 ms. */
export function Loading({ label = 'Loading', children }: { label?: string; children: ComponentChildren }) {
  return (
    <div class="loading" role="status" aria-label={label} aria-busy="true">
      {children}
    </div>
  );
}

/** A breathing bar where a line of text will be. `wide` is a CSS length. */
export function Bone({ wide = '100%' }: { wide?: string }) {
  return <span class="skeleton" style={{ '--wide': wide }} />;
}

/** Nothing to show, and the one next step. */
export function Empty({ title, children, action }: { title: string; children: ComponentChildren; action?: VNode }) {
  return (
    <div class="empty">
      <FenceGap />
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** What did not work, why, and another try. `kept` says what the failure did not touch. */
export function Failed({ title, failure, kept, retry }: { title: string; failure: Failure; kept?: string; retry?: () => void }) {
  return (
    <div class="empty" role="alert">
      <Icon name={failure.reason === 'offline' ? 'wifi-off' : 'unplug'} class="big" />
      <h2>{title}</h2>
      <p>
        {failure.message} {kept}
      </p>
      {retry && (
        <button class="button" type="button" onClick={retry}>
          <Icon name="rotate-cw" small />
          Try again
        </button>
      )}
    </div>
  );
}
