import { describe, expect, it } from 'vitest';
import { beginLife } from './begin.ts';
import { after, aLife, command, minuteMs, noon, occurrences, quiet, told } from './life.fixture.ts';
import { liveThrough } from './live.ts';
import { obey } from './obey.ts';

describe('ownership rules', () => {
  it('assign a new issue at its first event', () => {
    const { life, happened } = beginLife(occurrences({ owner: 'team:7', eventId: 'abc' }));
    expect(life).toMatchObject({ assignee: 'team:7', isAssignedByMember: false });
    expect(happened[1]).toEqual({
      activity: { type: 'assigned', data: { assignee: '7', assigneeType: 'team', integration: 'projectOwnership' } },
      effect: 'assigned',
      eventId: 'abc',
      userId: null,
      at: noon + minuteMs,
    });
  });

  it('assign an issue that nobody has, once', () => {
    const assigned = liveThrough(aLife(), occurrences({ owner: 'user:3' }));
    expect([assigned.life.assignee, told(assigned)]).toEqual(['user:3', ['assigned/assigned']]);
    expect(liveThrough(assigned.life, occurrences({ owner: 'team:7' })).life).toBe(assigned.life);
  });

  it('assign an issue as it comes back, but none that is resolved or archived', () => {
    const resolved = after(aLife(), { type: 'resolve', resolution: { type: 'in_release', release: 'shop@2.0', olderReleases: [] } });
    expect(liveThrough(resolved, occurrences({ owner: 'user:3', release: 'shop@1.0' })).life).toBe(resolved);
    expect(told(liveThrough(resolved, occurrences({ owner: 'user:3', release: 'shop@2.0' })))).toEqual(['set_regression/regressed', 'assigned/assigned']);
    const archived = after(aLife(), { type: 'archive', condition: { type: 'forever' } });
    expect(liveThrough(archived, occurrences({ owner: 'user:3' })).life).toBe(archived);
  });

  it('do not overrule a member, nor one who took everybody off', () => {
    for (const assignee of ['user:9', null]) {
      const life = after(aLife(), { type: 'assign', assignee });
      expect(liveThrough(life, occurrences({ owner: 'team:7' })).life).toBe(life);
      expect(obey(life, command({ type: 'assign', assignee: 'team:7' }, { userId: null }), quiet).life).toBe(life);
    }
  });
});

describe('a member', () => {
  it('assigns, passes on and takes off', () => {
    const history = [];
    let life = aLife({ owner: 'team:7' });
    for (const assignee of ['user:9', 'user:9', 'team:2', null, null]) {
      const lived = obey(life, command({ type: 'assign', assignee }), quiet);
      history.push(lived.happened.map(({ activity, userId }) => ({ ...activity?.data, type: activity?.type, userId })));
      life = lived.life;
    }
    expect(history).toEqual([
      [{ type: 'assigned', assignee: '9', assigneeType: 'user', userId: 5 }],
      [],
      [{ type: 'assigned', assignee: '2', assigneeType: 'team', userId: 5 }],
      [{ type: 'unassigned', userId: 5 }],
      [],
    ]);
  });

  it('makes an automatic choice their own by repeating it', () => {
    const own = obey(aLife({ owner: 'team:7' }), command({ type: 'assign', assignee: 'team:7' }), quiet);
    expect(own).toMatchObject({ life: { assignee: 'team:7', isAssignedByMember: true }, happened: [] });
  });
});

describe('an issue whose assignee is no more', () => {
  it('is nobody’s, and may be assigned by rules again, whoever had assigned it', () => {
    const life = after(aLife(), { type: 'assign', assignee: 'team:2' });
    const lost = obey(life, command({ type: 'loseAssignee', assignee: 'team:2' }), quiet);
    expect([lost.life.assignee, told(lost)]).toEqual([null, ['unassigned/unassigned']]);
    expect(liveThrough(lost.life, occurrences({ owner: 'team:7' })).life.assignee).toBe('team:7');
  });

  it('is left alone where somebody else has it by now', () => {
    const life = after(aLife(), { type: 'assign', assignee: 'user:2' });
    expect(obey(life, command({ type: 'loseAssignee', assignee: 'team:2' }), quiet).life).toBe(life);
  });
});

it('rules that changed may assign anew what no member assigned', () => {
  const lived = obey(aLife({ owner: 'team:7' }), command({ type: 'assign', assignee: 'team:8' }, { userId: null }), quiet);
  expect(lived.life).toMatchObject({ assignee: 'team:8', isAssignedByMember: false });
});
