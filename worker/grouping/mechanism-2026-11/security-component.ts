import type { Event } from '../../event/event.ts';
import { type Component, component } from '../component.ts';

/** What was refused, and from where: which file it was changes all the time. Source: sentry/src/sentry/grouping/strategies/security.py */
export function securityComponent(event: Event): Component | null {
  if (event.csp) return component('csp', cspParts(event.csp));
  if (event.hpkp) return byHost('hpkp', event.hpkp);
  if (event.expectstaple) return byHost('expect-staple', event.expectstaple);
  if (event.expectct) return byHost('expect-ct', event.expectct);
  return event.nel ? byHost('nel', event.nel) : null;
}

function byHost(kind: string, { hostname }: Record<string, unknown>): Component {
  return component(kind, [component('salt', [kind]), ...(typeof hostname === 'string' && hostname ? [component('hostname', [hostname])] : [])]);
}

function cspParts(csp: Record<string, unknown>): Component[] {
  const directive = csp.effective_directive;
  const uri = localViolation(csp) ?? originOf(csp.blocked_uri);
  return [
    ...(typeof directive === 'string' && directive ? [component('salt', [directive])] : []),
    ...(uri ? [component(uri.startsWith("'") ? 'violation' : 'uri', [uri])] : []),
  ];
}

/** A script of the page itself: what it did wrong is in the directive that was violated. */
function localViolation({ effective_directive: effective, blocked_uri: uri, violated_directive: violated }: Record<string, unknown>): string | null {
  const isLocal = uri === undefined || uri === '' || uri === 'self' || uri === "'self'";
  if (typeof effective !== 'string' || !effective.startsWith('script-src') || !isLocal || typeof violated !== 'string') return null;
  if (violated.includes("'unsafe-inline'")) return "'unsafe-inline'";
  return violated.includes("'unsafe-eval'") ? "'unsafe-eval'" : null;
}

function originOf(uri: unknown): string | null {
  if (typeof uri !== 'string' || uri === '') return null;
  return /^https?:\/\/([^/?#]+)/.exec(uri)?.[1] ?? uri.split(':', 1)[0] ?? null;
}
