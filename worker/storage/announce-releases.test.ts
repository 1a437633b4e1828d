import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { aProject } from '../ingest/ingest.fixture.ts';
import { ReleaseNews, sightingsOf } from './announce-releases.ts';

const minuteMs = 60_000;
const noon = Date.UTC(2026, 10, 24, 12);

/** A row of sightingsOf. */
function sighting(projectId: number, at: number, { version = 'shop@1.0', environment = 'production', until = at } = {}): string {
  return JSON.stringify([projectId, version, environment, at, until]);
}

/** Counts the batches that reach the database. */
function counting(): { db: D1Database; batches: () => number } {
  let batches = 0;
  const batch: D1Database['batch'] = (statements) => {
    batches += 1;
    return env.DB.batch(statements);
  };
  const db = new Proxy(env.DB, { get: (target, name) => (name === 'batch' ? batch : Reflect.get(target, name).bind(target)) });
  return { db, batches: () => batches };
}

async function seen(projectId: number) {
  const { results } = await env.DB.prepare(
    'select version, environment, e.first_event_at as first, e.last_event_at as last from release_environments e join organization_releases r on r.id = e.release_id where project_id = ? order by 1, 2',
  )
    .bind(projectId)
    .all();
  return results;
}

it('tells of a release every few minutes at most, and of each environment', async () => {
  const { projectId } = await aProject();
  const { db, batches } = counting();
  const news = new ReleaseNews();
  await news.announce(db, [sighting(projectId, noon)]);
  for (let minute = 1; minute < 10; minute += 1) await news.announce(db, [sighting(projectId, noon + minute * minuteMs)]);
  expect(batches()).toBe(2);
  await news.announce(db, [sighting(projectId, noon, { environment: '' }), sighting(projectId, noon, { version: 'shop@2.0' })]);
  expect(batches()).toBe(3);
  expect(await seen(projectId)).toEqual([
    { version: 'shop@1.0', environment: '', first: noon, last: noon },
    { version: 'shop@1.0', environment: 'production', first: noon, last: noon + 5 * minuteMs },
    { version: 'shop@2.0', environment: 'production', first: noon, last: noon },
  ]);
});

it('takes in what comes late, and loses nothing to another that knows less', async () => {
  const { projectId } = await aProject();
  await new ReleaseNews().announce(env.DB, [sighting(projectId, noon, { until: noon + 9 * minuteMs })]);
  await new ReleaseNews().announce(env.DB, [sighting(projectId, noon - minuteMs)]);
  expect(await seen(projectId)).toEqual([{ version: 'shop@1.0', environment: 'production', first: noon - minuteMs, last: noon + 9 * minuteMs }]);
});

it('tells again what the database did not take', async () => {
  const { projectId } = await aProject();
  const news = new ReleaseNews();
  const away = new Proxy(env.DB, {
    get: (target, name) => (name === 'batch' ? () => Promise.reject(new Error('away')) : Reflect.get(target, name).bind(target)),
  });
  await expect(news.announce(away, [sighting(projectId, noon)])).rejects.toThrow('away');
  await news.announce(env.DB, [sighting(projectId, noon)]);
  expect(await seen(projectId)).toHaveLength(1);
});

it('passes over a project that is gone', async () => {
  await new ReleaseNews().announce(env.DB, [sighting(999_999_999, noon)]);
  expect(await seen(999_999_999)).toEqual([]);
});

it('gathers the events of a release and environment', () => {
  const event = { release: 'shop@1.0', environment: 'production', receivedAt: noon };
  const events = [event, { ...event, receivedAt: noon - 5 }, { ...event, environment: null }, { ...event, release: null }];
  expect(sightingsOf(1, events).map((row) => JSON.parse(row))).toEqual([
    [1, 'shop@1.0', 'production', noon - 5, noon],
    [1, 'shop@1.0', '', noon, noon],
  ]);
});
