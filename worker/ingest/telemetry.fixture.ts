import { env, exports } from 'cloudflare:workers';
import type { ProjectOptions } from '../settings/options.ts';
import { scopedProject } from '../storage/scope.fixture.ts';
import { dayOf, readTelemetry } from '../storage/telemetry.ts';
import type { Kind } from '../telemetry/telemetry.ts';
import { aProject, eventually, type TestProject } from './ingest.fixture.ts';
import { flushOutcomes } from './outcomes.ts';

export const origin = 'https://picket.example';

export async function aProjectWith(options: Partial<ProjectOptions> = {}): Promise<TestProject> {
  const project = await aProject();
  await env.DB.prepare('update projects set options = ? where id = ?').bind(JSON.stringify(options), project.projectId).run();
  return project;
}

export type TestItem = [header: Record<string, unknown>, payload: unknown];

/** Payloads that are no bytes become JSON. */
export function envelopeOf(items: readonly TestItem[], header: Record<string, unknown> = {}): Uint8Array<ArrayBuffer> {
  const parts = [`${JSON.stringify(header)}\n`];
  const bytes: Uint8Array[] = parts.map((part) => new TextEncoder().encode(part));
  for (const [itemHeader, payload] of items) {
    const body = payload instanceof Uint8Array ? payload : new TextEncoder().encode(JSON.stringify(payload));
    bytes.push(new TextEncoder().encode(`${JSON.stringify({ ...itemHeader, length: body.length })}\n`), body, new TextEncoder().encode('\n'));
  }
  return new Uint8Array(Buffer.concat(bytes));
}

export function sendItems(project: TestProject, items: readonly TestItem[], header: Record<string, unknown> = {}): Promise<Response> {
  return sendTo(project, 'envelope/', envelopeOf(items, header));
}

export function sendTo(project: TestProject, path: string, body: BodyInit | null, init: RequestInit = {}): Promise<Response> {
  const credentials = project.publicKey && `${path.includes('?') ? '&' : '?'}sentry_key=${project.publicKey}`;
  const url = `${origin}/api/${project.projectId}/${path}${credentials}`;
  return exports.default.fetch(new Request(url, { method: 'POST', ...init, ...(body === null ? {} : { body }) }));
}

/** A container of these items. */
export function contained(type: 'log' | 'trace_metric' | 'span', items: readonly unknown[]): TestItem {
  const name = { log: 'log', trace_metric: 'trace-metric', span: 'span.v2' }[type];
  return [{ type, item_count: items.length, content_type: `application/vnd.sentry.items.${name}+json` }, { items }];
}

export async function storedLines({ projectId }: TestProject, kind: Kind): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for await (const line of readTelemetry(env, await scopedProject(env, projectId), kind, dayOf(Date.now()))) lines.push(line);
  return lines;
}

/** `category outcome reason` → quantity, once there are as many different ones as expected. */
export async function outcomesOf({ projectId }: TestProject, isEnough: (counts: Record<string, number>) => boolean): Promise<Record<string, number>> {
  const query = 'select category, outcome, reason, quantity from outcomes where project_id = ? order by category, outcome, reason';
  type Row = { category: string; outcome: string; reason: string; quantity: number };
  return eventually(async () => {
    await flushOutcomes(env);
    const { results } = await env.DB.prepare(query).bind(projectId).all<Row>();
    return Object.fromEntries(results.map(({ category, outcome, reason, quantity }) => [`${category} ${outcome}${reason && ` ${reason}`}`, quantity]));
  }, isEnough);
}

export async function filesOf({ projectId }: TestProject, folder: 'profiles' | 'replays'): Promise<string[]> {
  return (await env.FILES.list({ prefix: `${folder}/${projectId}/` })).objects.map(({ key }) => key);
}
