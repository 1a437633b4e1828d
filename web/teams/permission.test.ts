import { expect, it } from 'vitest';
import { may } from './permission.ts';

it.each<[scopes: string[], needed: string, answer: boolean]>([
  [['team:write'], 'team:write', true],
  [['team:admin'], 'team:write', true],
  [['team:read'], 'team:write', false],
  [['project:admin'], 'team:write', false],
  [['team:write'], 'team:admin', false],
])('%j may %s: %s', (scopes, needed, answer) => expect(may(scopes, needed)).toBe(answer));
