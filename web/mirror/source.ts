import { changeCaptureSettings, type Failure, getCaptureSettings, listCaptures } from '../api.ts';
import type { MirrorSource } from './mirror-model.ts';

/** So many requests a page. */
const pageSize = 100;

/** `project` is a slug; null for the requests that no project could be found for. */
export function sourceOf(org: string, project: string | null): MirrorSource {
  const none: { ok: false; failure: Failure } = { ok: false, failure: { reason: 'not_found', message: 'Choose a project first.' } };
  return {
    list: ({ fate, sdk }, cursor) => listCaptures(org, project, { status: fate, sdk: sdk || null, cursor, limit: pageSize }),
    settings: project === null ? null : () => getCaptureSettings(org, project),
    change: async (body) => (project === null ? none : changeCaptureSettings(org, project, body)),
  };
}
