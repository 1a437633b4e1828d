import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Answer } from '../api.ts';
import { anIssue } from '../issues/an-issue.fixture.ts';
import { type Command, createPaletteModel } from './palette-model.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function aModel(search: (text: string) => Promise<Answer<Issue[]>> = async () => ({ ok: true, value: [] })) {
  const ran: string[] = [];
  const command = (label: string): Command => ({ label, icon: 'inbox', group: 'Go to', run: () => ran.push(label) });
  const searchIssues = vi.fn<(text: string) => Promise<Answer<Issue[]>>>(search);
  const model = createPaletteModel({
    commands: () => [command('Issues'), command('Projects')],
    searchIssues,
    openIssue: ({ title }) => ran.push(title),
    listIssues: (text) => ran.push(`search ${text}`),
  });
  const shown = () => model.options.value.map(({ pieces }) => pieces.map(({ text }) => text).join(''));
  return { model, ran, shown, searchIssues };
}

it('begins with every command, and asks nothing', () => {
  const { shown, searchIssues } = aModel();
  expect(shown()).toEqual(['Issues', 'Projects']);
  expect(searchIssues).not.toHaveBeenCalled();
});

it('keeps what was typed when more commands come', () => {
  const labels = signal(['Team #shop']);
  const model = createPaletteModel({
    commands: () => labels.value.map((label): Command => ({ label, icon: 'users', group: 'Teams', run: () => undefined })),
    searchIssues: async () => ({ ok: true, value: [] }),
    openIssue: () => undefined,
    listIssues: () => undefined,
  });
  model.type('mail');
  expect(model.options.value).toHaveLength(1);
  labels.value = ['Team #shop', 'Team #mailers'];
  expect(model.text.value).toBe('mail');
  expect(model.options.value.map(({ pieces }) => pieces.map(({ text }) => text).join(''))).toEqual(['Team #mailers', 'Search issues for mail']);
});

it('finds issues before places, and always offers the whole list', async () => {
  const { model, shown, searchIssues } = aModel(async () => ({ ok: true, value: [anIssue({ title: 'Project gone' })] }));
  model.type('pro');
  model.type('proj');
  expect(shown()).toEqual(['Projects', 'Search issues for proj']);
  await vi.advanceTimersByTimeAsync(200);
  expect(shown()).toEqual(['Project gone', 'Projects', 'Search issues for proj']);
  expect(searchIssues).toHaveBeenCalledOnce();
});

it('drops the answer to what is no longer wanted', async () => {
  const answers: ((answer: Answer<Issue[]>) => void)[] = [];
  const { model, shown } = aModel(() => new Promise((resolve) => answers.push(resolve)));
  model.type('a');
  await vi.advanceTimersByTimeAsync(200);
  model.type('zzz');
  await vi.advanceTimersByTimeAsync(200);
  answers[0]?.({ ok: true, value: [anIssue({ title: 'for a' })] });
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toEqual(['Search issues for zzz']);
});

it('keeps places and actions when issues cannot be searched, and tries again', async () => {
  let isDown = true;
  const { model, shown } = aModel(async () =>
    isDown
      ? { ok: false, failure: { reason: 'failed', status: 503, message: 'The server answered 503.' } }
      : { ok: true, value: [anIssue({ title: 'Issue' })] },
  );
  model.type('issue');
  await vi.advanceTimersByTimeAsync(200);
  expect(model.failure.value?.reason).toBe('failed');
  expect(shown()).toContain('Issues');
  isDown = false;
  await model.search();
  expect(model.failure.value).toBeNull();
  expect(shown()[0]).toBe('Issue');
});

it('chooses round at the ends and runs what is chosen', () => {
  const { model, ran } = aModel();
  model.move(-1);
  model.runChosen();
  model.move(1);
  model.runChosen();
  expect(ran).toEqual(['Projects', 'Issues']);
});
