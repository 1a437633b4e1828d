import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { aProject } from '../ingest/ingest.fixture.ts';
import { objectOf, recordingOf, send, settle, shown } from './family.fixture.ts';

/* What the hashes of an issue tell each other may cross: a question is answered late, repeated, or overtaken by a deletion. */

const a = 'a'.repeat(32);
const b = 'b'.repeat(32);
const c = 'c'.repeat(32);
const times = (count: number) => Array.from({ length: count });

describe('a part whose head is gone', () => {
  it('loses none of the events that came while it asked', async () => {
    const project = await aProject();
    await send(project, { hash: b, user: '0' });
    await settle(project, [b]);
    await runInDurableObject(objectOf(project, b), async (instance) => {
      const joining = instance.join({ headHash: a, epoch: 0 }, null);
      for (const nth of times(40).keys()) {
        await Promise.resolve();
        instance.record(...recordingOf(project, { hash: b, user: String(nth) }));
      }
      await joining;
    });
    expect(shown(await settle(project, [b]))).toMatchObject([{ hash: b, event_count: 41, user_count: 40 }]);
  });
});
