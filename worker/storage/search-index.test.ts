import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { anEventId, aProject } from '../ingest/ingest.fixture.ts';
import { normalizeEvent } from '../event/normalize.ts';
import { summarizeEvent } from '../event/summarize.ts';
import { describeEvent } from '../grouping/describe.ts';
import { encodeBody } from '../issue/body.ts';
import { fieldTerm, keyTerm, nameTerms, tagTerm, textTerms } from '../search/terms.ts';

const hash = 'c'.repeat(32);

it('leads from what any event of an issue has to the issue, however many batches told it', async () => {
  const project = await aProject();
  const object = env.ISSUES.getByName(`${project.projectId}:${hash}`);
  const record = async (payload: Record<string, unknown>) => {
    const context = { receivedAt: Date.now(), sentAt: null, clientIp: null, userAgent: null, client: null };
    const event = normalizeEvent(payload, { eventId: anEventId(), ...context });
    const { organizationId, projectId, shard } = project;
    const origin = { organizationId, projectId, shard, hash, furtherHashes: [], mechanism: 'picket:test' };
    await object.record(JSON.stringify({ origin, owner: null, event: summarizeEvent(event, describeEvent(event)) }), encodeBody(event));
    await object.project('now');
  };
  const frames = [{ filename: 'src/cart/useTotal.ts', function: 'addTax' }];
  await record({ exception: { values: [{ type: 'RangeError', value: 'Ünknown "tax', stacktrace: { frames } }] }, tags: { region: 'eu' } });
  await record({ exception: { values: [{ type: 'RangeError', value: 'Other' }] }, tags: { region: 'us', 'a.b': 'c"d' }, user: { email: 'x@y.example' } });

  const found = async (...terms: string[]) => {
    const { results } = await env.DB.prepare('select rowid as id from issue_search where issue_search match ?').bind(terms.join(' ')).all<{ id: number }>();
    return results.map(({ id }) => id).filter((id) => Math.floor(id / 1e9) === project.projectId);
  };
  const id = project.projectId * 1e9 + 1;
  for (const terms of [
    [tagTerm('region', 'eu')],
    [tagTerm('region', 'eu'), tagTerm('region', 'us'), keyTerm('region')],
    [tagTerm('a.b', 'c"d'), fieldTerm('error.type', 'RangeError'), fieldTerm('user.email', 'x@y.example')],
    textTerms('ünKNOWN "tax'.replace('ü', 'Ü')),
    [...textTerms('other'), ...nameTerms('cart/useTotal addTax')],
  ]) {
    expect(await found(...terms)).toEqual([id]);
  }
  expect(await found(tagTerm('region', 'asia'))).toEqual([]);
  expect(await found(tagTerm('region', 'eu'), tagTerm('region', 'asia'))).toEqual([]);
});
