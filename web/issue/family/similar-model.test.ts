import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SimilarIssues } from '../../../worker/api/contract/similar-issue.ts';
import { anIssue } from '../../issues/an-issue.fixture.ts';
import type { Tell } from './family-commands.ts';
import { Families } from './family.fixture.ts';
import { SimilarModel } from './similar-model.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

let families: Families;
let similar = signal<SimilarIssues | null>(null);
let shown: string[] = [];
let said: { text: string; undo?: () => void }[] = [];
let model: InstanceType<typeof SimilarModel>;

function aModel(issueId: string): InstanceType<typeof SimilarModel> {
  const read = (): SimilarIssues =>
    [...families.issues.keys()].filter((id) => id !== issueId).map((id) => [anIssue({ id, shortId: `WEB-${id}` }), { score: 0.5, frames: [], words: [] }]);
  similar = signal<SimilarIssues | null>(read());
  const tell: Tell = (text, further) => said.push({ text, ...further });
  const place = {
    issue: { id: issueId },
    similar: { value: similar, refresh: async () => void (similar.value = read()) },
    show: (id: string) => shown.push(id),
  };
  return new SimilarModel(place, families, tell);
}

beforeEach(() => {
  families = new Families({ '1': ['1', '1b', '1c'], '2': ['2', '2b'], '3': ['3'], '4': ['4'] });
  shown = [];
  said = [];
  model = aModel('1');
});

const names = (): string[] => model.rows.value.map(([{ id }]) => id);

describe('merging similar issues', () => {
  it('takes them off the list before the API has answered', async () => {
    model.pick.toggle('2');
    model.pick.toggle('3');
    const done = model.merge();
    expect(names()).toEqual(['4']);
    await done;
    expect(families.state).toEqual({ '1': ['1', '1b', '1c', '2', '2b', '3'], '4': ['4'] });
    expect(said[0]?.text).toBe('2 issues merged into this issue');
    expect(shown).toEqual(['1']);
    expect(model.pick.chosen.value).toEqual([]);
  });

  it('says so where they were deleted before anything was merged', async () => {
    families.merge = async () => ({ ok: true, value: { merge: { parent: '1', children: [] } } });
    model.pick.toggle('2');
    await model.merge();
    expect(said.map(({ text }) => text)).toEqual(['Nothing was merged. The issues are gone.']);
    expect(shown).toEqual([]);
  });

  it('is taken back with the hashes that each had, and nothing else', async () => {
    const before = families.state;
    model.pick.toggle('2');
    model.pick.toggle('3');
    await model.merge();
    said[0]?.undo?.();
    await settled();
    expect(families.state).toEqual(before);
    expect(said.map(({ text }) => text)).toEqual(['2 issues merged into this issue', 'They are issues of their own again']);
    expect(names().toSorted()).toEqual(['2', '3', '4']);
  });

  it('shows the other issue where that takes this one in, and comes back with the undo', async () => {
    model = aModel('3');
    const before = families.state;
    model.pick.toggle('1');
    await model.merge();
    expect(shown).toEqual(['1']);
    expect(said[0]?.text).toBe('Merged into WEB-1, which has more events');
    said[0]?.undo?.();
    await settled();
    expect(shown).toEqual(['1', '3']);
    expect(families.state).toEqual(before);
  });

  it('leaves all as it was when the API refuses, and says why', async () => {
    families.isRefusing = true;
    model.pick.toggle('2');
    await model.merge();
    expect(names()).toEqual(['2', '3', '4']);
    expect(model.pick.chosen.value).toEqual(['2']);
    expect(said).toEqual([{ text: 'Nothing was merged. You may not do this.' }]);
  });

  it('says so when it cannot be taken back', async () => {
    model.pick.toggle('2');
    await model.merge();
    families.isRefusing = true;
    said[0]?.undo?.();
    await settled();
    expect(said[1]?.text).toBe('Not all are apart again. You may not do this.');
  });

  it('needs a choice', async () => {
    await model.merge();
    expect(said).toEqual([]);
    expect(families.issues.size).toBe(4);
  });
});
