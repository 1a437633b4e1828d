import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { aProject, eventually, type TestProject } from '../ingest/ingest.fixture.ts';
import { objectOf, send, settle, shown } from './family.fixture.ts';

/*
 * A merger is a row of steps at several objects. Each of these tests lets one object crash between two of them, once: what it had on disk is all that is left, and
 * whoever waited for it hears of the crash.
 *
 *   head: errands on disk ─▶ join ─▶ part: membership on disk ─▶ takeReport ─▶ head: figures on disk ─▶ part: project ─▶ head: errand struck off ─▶ projectNow
 */

const a = 'a'.repeat(32);
const b = 'b'.repeat(32);
const c = 'c'.repeat(32);

type Step = 'join' | 'takeReport' | 'project' | 'projectNow';

/** Lets the object crash right before or after it makes the call. Its next life knows nothing of that. */
async function crashAt(project: TestProject, hash: string, step: Step, moment: 'before' | 'after'): Promise<void> {
  await runInDurableObject(objectOf(project, hash), (instance, state) => {
    const around = async <Reply>(called: Step, call: () => Promise<Reply>): Promise<Reply> => {
      if (called === step && moment === 'before') state.abort('crashed, as the test wants it');
      const reply = await call();
      if (called === step && moment === 'after') state.abort('crashed, as the test wants it');
      return reply;
    };
    const issueOf = (name: string) => {
      const stub = env.ISSUES.getByName(name);
      return {
        join: (...order: Parameters<typeof instance.join>) => around('join', async () => stub.join(...order)),
        takeReport: (report: string) => around('takeReport', async () => stub.takeReport(report)),
      };
    };
    const projectorOf = (name: string) => {
      const stub = env.PROJECTORS.getByName(name);
      return {
        hurry: () => stub.hurry(),
        project: (projection: Parameters<typeof stub.project>[0]) => around('project', async () => stub.project(projection)),
        projectNow: (projection: Parameters<typeof stub.project>[0]) => around('projectNow', async () => stub.projectNow(projection)),
      };
    };
    Object.defineProperty(instance, 'env', { value: { ...env, ISSUES: { getByName: issueOf }, PROJECTORS: { getByName: projectorOf } } });
  });
}

it.concurrent.each<[who: string, moment: 'before' | 'after', step: Step, hash: string]>([
  ['head', 'before', 'join', a],
  ['head', 'after', 'join', a],
  ['part', 'before', 'takeReport', b],
  ['part', 'after', 'takeReport', b],
  ['part', 'before', 'project', b],
  ['part', 'after', 'project', b],
  ['part of the part', 'before', 'takeReport', c],
  ['part of the part', 'after', 'takeReport', c],
  ['head', 'before', 'projectNow', a],
  ['head', 'after', 'projectNow', a],
])('the %s may crash %s it calls %s: asked again, all are one issue', async (_who, moment, step, hash) => {
  const project = await aProject();
  for (const [each, user] of [
    [a, '1'],
    [b, '2'],
    [c, '2'],
  ] as const)
    await send(project, { hash: each, user });
  await settle(project, [a, b, c]);
  await objectOf(project, b).merge([c], 1, Date.now());
  await crashAt(project, hash, step, moment);

  await expect(objectOf(project, a).merge([b], 1, Date.now())).rejects.toThrow('crashed, as the test wants it');
  for (const each of [a, b, c]) await send(project, { hash: each, user: '3' });
  await eventually(
    async () => objectOf(project, a).merge([b], 1, Date.now()),
    ({ type }) => type === 'merged',
  );
  const rows = await eventually(
    () => settle(project, [c, b, a]),
    (settled) => shown(settled)[0]?.event_count === 6,
  );
  const [head] = shown(rows);
  expect(shown(rows)).toMatchObject([{ hash: a, event_count: 6, user_count: 3 }]);
  expect(rows.filter(({ merged_into }) => merged_into === head?.id)).toMatchObject([
    { hash: b, event_count: 2 },
    { hash: c, event_count: 2 },
  ]);
  const { results } = await env.DB.prepare("select data from activities where type = 'merge' and issue_id = ?").bind(head?.id).all<{ data: string }>();
  // However often it was asked: told once, with what came.
  expect(results.map(({ data }) => JSON.parse(data))).toEqual([{ issues: [{ id: String(rows.find((row) => row.hash === b)?.id), title: 'boom' }] }]);
});
