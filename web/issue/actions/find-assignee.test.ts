import { expect, it } from 'vitest';
import { findAssignees } from './find-assignee.ts';

const user = (id: string, name: string) => ({ type: 'user' as const, id, name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com` });
const [mara, tunde, ada] = [user('1', 'Mara Lindqvist'), user('2', 'Tunde Okafor'), user('3', 'Ada Conti')];
const payments = { type: 'team' as const, id: '1', name: 'payments' };
const candidates = { me: tunde, members: [mara, tunde, ada], teams: [payments], suggested: [{ assignee: payments, why: 'path: checkout/*' }] };
const found = (text: string) =>
  findAssignees(candidates, text).map(({ group, pieces, sub }) => [group, pieces.map((piece) => piece.text).join(''), sub].join(' | '));

it('offers owners by rule first, then oneself, then the others by name, and nobody', () => {
  expect(found('')).toEqual([
    'Suggested | #payments | path: checkout/*',
    'Members | Tunde Okafor (me) | tunde@example.com',
    'Members | Ada Conti | ada@example.com',
    'Members | Mara Lindqvist | mara@example.com',
    'Nobody | Nobody | ',
  ]);
});

it('finds by words of the name, by address, and oneself by "me"', () => {
  expect(found('lind mar')).toEqual(['Members | Mara Lindqvist | mara@example.com']);
  expect(found('ada@ex')).toEqual(['Members | Ada Conti | ada@example.com']);
  expect(found('(me')).toEqual(['Members | Tunde Okafor (me) | tunde@example.com']);
  expect(found('nob')).toEqual(['Nobody | Nobody | ']);
  expect(found('zzz')).toEqual([]);
});
