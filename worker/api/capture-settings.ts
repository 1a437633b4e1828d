import { allows } from '../identity/scopes.ts';
import { captureBounds, mirrorObjectName } from '../mirror/bounds.ts';
import type { CaptureOptions } from '../settings/options.ts';
import { changeProject } from '../storage/projects.ts';
import type { ProjectCall } from './call.ts';
import { type CaptureSettings, CaptureSettingsChange } from './contract/capture.ts';
import { readBody } from './read-body.ts';
import { forbidden } from './refusals.ts';
import { isoTime } from './time.ts';

export async function readCaptureSettings(call: ProjectCall): Promise<Response> {
  return Response.json(await serialize(call, call.project.options.capture ?? null));
}

/** Begins a turn, or ends the one there is. Keys that isolates hold follow within a minute. */
export async function changeCaptureSettings(call: ProjectCall): Promise<Response> {
  const change = await readBody(call.request, CaptureSettingsChange);
  const { mode, left, isRaw, minutes } = change;
  if (isRaw && mode !== 'off' && !allows(call.access.scopes, 'project:admin')) throw forbidden('Only who administers the project may keep bodies unscrubbed.');
  const until = isRaw ? Math.min(minutes ?? Infinity, captureBounds.rawHours * 60) : minutes;
  const capture: CaptureOptions | null =
    mode === 'off'
      ? null
      : { mode, left, startedAt: call.now, until: until === null ? 0 : call.now + until * 60_000, sdk: change.sdk ?? '', key: change.key ?? '', isRaw };
  // Noted first: nothing is kept raw that nobody can see was wanted.
  await objectOf(call).note({ at: call.now, userName: call.viewer.user.name, mode, left: capture?.left ?? 0, isRaw: capture?.isRaw ?? false });
  await changeProject(call.organization, call.project, {}, { capture });
  return Response.json(await serialize(call, capture));
}

async function serialize(call: ProjectCall, capture: CaptureOptions | null): Promise<CaptureSettings> {
  const object = objectOf(call);
  const [{ left, count, bytes }, log] = await Promise.all([object.used(capture && { startedAt: capture.startedAt, left: capture.left }), object.log()]);
  const isOver = !capture || left === 0 || (capture.until > 0 && call.now >= capture.until);
  return {
    mode: isOver ? 'off' : capture.mode,
    left: isOver ? 0 : left,
    until: isOver || capture.until === 0 ? null : isoTime(capture.until),
    sdk: isOver ? null : capture.sdk || null,
    key: isOver ? null : capture.key || null,
    isRaw: isOver ? false : capture.isRaw,
    bounds: { count: captureBounds.count, bytes: captureBounds.bytes, days: captureBounds.days, bodyBytes: captureBounds.bodyBytes },
    used: { count, bytes },
    log: log.map(({ at, ...line }) => ({ ...line, dateCreated: isoTime(at) })),
  };
}

function objectOf({ env, project }: ProjectCall) {
  return env.MIRRORS.getByName(mirrorObjectName(project.organizationId, project.id));
}
