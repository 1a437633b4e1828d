import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Event } from '../api/contract/event.ts';
import type { Issue } from '../api/contract/issue.ts';
import { eventually, type Picket, startPicket } from './harness.ts';
import { root } from './tool.ts';

let picket: Picket;
beforeAll(async () => {
  picket = await startPicket();
});
afterAll(() => picket.stop());

it('finds the local instance by itself and fills it with issues that count right', async () => {
  const output = execFileSync(process.execPath, [`${root}worker/commands/demo.ts`, '--persist-to', picket.dataFolder], { encoding: 'utf8' });
  expect(output).toContain(`19 events accepted. See them at ${picket.url}/`);

  const issues = await eventually(async () => {
    const found = await picket.api<Issue[]>(`/organizations/${picket.org}/issues/?query=`);
    expect(found.reduce((sum, issue) => sum + Number(issue.count), 0)).toBe(19);
    return found;
  });
  const coupon = issues.find((issue) => issue.metadata.type === 'TypeError');
  expect(coupon).toMatchObject({ count: '6', userCount: 3, culprit: expect.stringContaining('discountOf') });
  expect(issues.find((issue) => issue.level === 'fatal')).toMatchObject({ isUnhandled: true, count: '1' });

  const latest = await picket.api<Event>(`/organizations/${picket.org}/issues/${coupon?.id}/events/latest/`);
  const exception = latest.entries.find((entry) => entry.type === 'exception');
  const frame = exception?.data.values.at(-1)?.stacktrace?.frames.at(-1);
  expect(frame?.context.map(([, line]) => line).join('\n')).toContain('const { percent, minimum } = discounts[coupon]');
});

it('says where to send when nothing runs', () => {
  const { status, stderr } = spawnSync(process.execPath, [`${root}worker/commands/demo.ts`, '--persist-to', '/nowhere'], {
    encoding: 'utf8',
    env: { ...process.env, SENTRY_DSN: undefined },
  });
  expect(stderr).toContain('Picket is not running here. Start it with npm start, or say where to send: npm run demo -- --dsn DSN');
  expect(status).toBe(1);
});
