import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { anIssue } from '../issues/an-issue.fixture.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import type { Answer } from '../api.ts';
import { createInstallModel, type Ports } from './install-model.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function aProject(firstEvent: string | null): Project {
  return {
    id: '1',
    slug: 'web',
    name: 'web',
    platform: null,
    platforms: [],
    dateCreated: '2026-11-24T07:00:00Z',
    firstEvent,
    isBookmarked: false,
    isMember: true,
    hasAccess: true,
    features: [],
    access: [],
    status: 'active',
  };
}

const offline: Answer<never> = { ok: false, failure: { reason: 'offline', message: 'Picket cannot be reached from here.' } };

function aModel(ports: Partial<Ports> = {}) {
  const getProject = vi.fn<Ports['getProject']>(ports.getProject ?? (async () => ({ ok: true, value: aProject(null) })));
  const model = createInstallModel({
    getNewestIssue: async () => ({ ok: true, value: anIssue() }),
    now: () => Date.now(),
    isSeen: () => true,
    ...ports,
    getProject,
  });
  return { model, getProject };
}

it('asks every two seconds until the first event is here, and then no more', async () => {
  let firstEvent: string | null = null;
  const { model, getProject } = aModel({ getProject: async () => ({ ok: true, value: aProject(firstEvent) }) });
  model.watch();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(getProject).toHaveBeenCalledTimes(3);
  expect(model.isReceived.value).toBe(false);
  expect(model.waitedMs.value).toBe(5_000);

  firstEvent = '2026-11-24T07:01:00Z';
  await vi.advanceTimersByTimeAsync(2_000);
  expect([model.isReceived.value, model.wasInUse.value]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(getProject).toHaveBeenCalledTimes(4);
});

it('tells a project that was in use from one that waited', async () => {
  const { model } = aModel({ getProject: async () => ({ ok: true, value: aProject('2026-11-23T07:00:00Z') }) });
  await model.look();
  expect([model.isReceived.value, model.wasInUse.value]).toEqual([true, true]);
});

it('waits on while the event has no issue yet', async () => {
  const { model } = aModel({
    getProject: async () => ({ ok: true, value: aProject('2026-11-23T07:00:00Z') }),
    getNewestIssue: async () => ({ ok: true, value: null }),
  });
  await model.look();
  expect(model.isReceived.value).toBe(false);
});

it('says that it cannot ask, and goes on trying', async () => {
  let isOffline = true;
  const { model } = aModel({ getProject: async () => (isOffline ? offline : { ok: true, value: aProject(null) }) });
  model.watch();
  await vi.advanceTimersByTimeAsync(100);
  expect(model.failure.value?.reason).toBe('offline');
  isOffline = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(model.failure.value).toBeNull();
});

it('asks gently after ten minutes, and not at all while nobody looks or after it was left', async () => {
  let isSeen = true;
  const { model, getProject } = aModel({ isSeen: () => isSeen });
  const leave = model.watch();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  getProject.mockClear();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(getProject.mock.calls.length).toBeLessThanOrEqual(7);
  expect(getProject.mock.calls.length).toBeGreaterThanOrEqual(5);

  isSeen = false;
  getProject.mockClear();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(getProject).not.toHaveBeenCalled();

  isSeen = true;
  leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(getProject).not.toHaveBeenCalled();
});

it('asks no more when it was left while a question was under way', async () => {
  const answers: ((answer: Answer<Project>) => void)[] = [];
  const { model, getProject } = aModel({ getProject: () => new Promise((resolve) => answers.push(resolve)) });
  const leave = model.watch();
  leave();
  answers[0]?.({ ok: true, value: aProject(null) });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(getProject).toHaveBeenCalledOnce();
});
