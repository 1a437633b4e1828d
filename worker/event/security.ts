import type { Event, EventType } from './event.ts';
import type { Fields } from './fields.ts';

/** Reports that browsers send when a page breaks a rule that its own headers set. */
const interfaces = ['csp', 'hpkp', 'expectct', 'expectstaple', 'nel'] as const;

export type SecurityReports = Pick<Event, (typeof interfaces)[number]>;

export function readSecurityReports(fields: Fields): SecurityReports {
  return {
    csp: fields.bag('csp'),
    hpkp: fields.bag('hpkp'),
    expectct: fields.bag('expectct'),
    expectstaple: fields.bag('expectstaple'),
    nel: fields.bag('nel'),
  };
}

/** Of types, only two are believed, since they come as items of their own. All others follow from what the event holds. */
export function inferType(fields: Fields, hasExceptions: boolean, reports: SecurityReports): EventType {
  const sent = fields.get('type');
  if (sent === 'transaction' || sent === 'feedback') return sent;
  if (hasExceptions) return 'error';
  return interfaces.find((name) => reports[name] !== undefined) ?? 'default';
}

export function isSecurityType(type: EventType): boolean {
  return interfaces.some((name) => name === type);
}
