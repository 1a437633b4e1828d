import type { Capture, CaptureSettings } from '../../worker/api/contract/capture.ts';

export function aCapture(rest: Partial<Capture> = {}): Capture {
  return {
    id: '1',
    dateCreated: '2026-11-23T14:44:52.318Z',
    method: 'POST',
    path: '/api/4/envelope/',
    endpoint: 'envelope',
    client: 'sentry.javascript.node/11.12.0',
    key: '7aa1',
    encoding: 'gzip',
    bytes: 3_100,
    status: 200,
    durationMs: 11,
    fate: 'kept',
    items: [{ type: 'event', outcome: 'accepted' }],
    itemCount: 1,
    isRaw: false,
    isScrubbed: true,
    cutAt: null,
    ...rest,
  };
}

export function settingsOf(rest: Partial<CaptureSettings> = {}): CaptureSettings {
  return {
    mode: 'all',
    left: 100,
    until: null,
    sdk: null,
    key: null,
    isRaw: false,
    bounds: { count: 1_000, bytes: 250_000_000, days: 7, bodyBytes: 20_000_000 },
    used: { count: 0, bytes: 0 },
    log: [],
    ...rest,
  };
}
