import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { scopedProject } from '../storage/scope.fixture.ts';
import { dayOf, readTelemetry } from '../storage/telemetry.ts';
import type { Line } from '../telemetry/telemetry.ts';
import { appendDurably } from './append-telemetry.ts';
import { aProject } from './ingest.fixture.ts';
import { keepStream } from './keep-stream.ts';

const lines: Line[] = [
  { kind: 'transaction', id: 'a', data: { n: 1 } },
  { kind: 'log', id: null, data: { n: 2 } },
];

it('makes files at once, under the same names for the same lines, when the object is out of reach', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { projectId } = await aProject();
  const away = { getByName: () => ({ append: () => Promise.reject(new Error('overloaded')) }) };
  const broken = new Proxy(env, { get: (target, name) => (name === 'TELEMETRY' ? away : Reflect.get(target, name)) });
  const now = Date.now();
  for (let nth = 0; nth < 2; nth += 1) expect(await appendDurably(broken, projectId, lines, now)).toEqual(new Set());
  const project = await scopedProject(env, projectId);
  for (const { kind, data } of lines) {
    const found: unknown[] = [];
    for await (const line of readTelemetry(env, project, kind, dayOf(now))) found.push(line);
    expect(found).toEqual([data]);
  }
  expect(warn).toHaveBeenCalledTimes(2);
  warn.mockRestore();
});

it('reads an item to its end when storage fails, so that what stands behind it is found', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const seen: number[] = [];
  let isReadToEnd = false;
  const payload = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (seen.length < 5) return controller.enqueue(new Uint8Array(10));
      isReadToEnd = true;
      controller.close();
    },
  });
  const files = new Proxy(env.FILES, { get: (target, name) => (name === 'put' ? () => Promise.reject(new Error('R2 is away')) : Reflect.get(target, name)) });
  const isKept = await keepStream(files, 'profiles/0/x', payload, 50, {}, (chunk) => seen.push(chunk.length));
  expect([isKept, isReadToEnd]).toEqual([false, true]);
  error.mockRestore();
});
