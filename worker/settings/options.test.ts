import { expect, it } from 'vitest';
import { defaultOptions, effectiveOptions } from './options.ts';

it('gives the defaults where nobody said anything', () => {
  expect(effectiveOptions({}, {})).toEqual({ ...defaultOptions, organizationPiiConfig: null, retentionDays: 90 });
});

it('lets an organization require what a project turned off, but never turn off what a project wants', () => {
  expect(effectiveOptions({ dataScrubber: true, scrubIPAddresses: true }, { dataScrubber: false })).toMatchObject({
    dataScrubber: true,
    scrubIPAddresses: true,
  });
  expect(effectiveOptions({ dataScrubber: false }, { dataScrubber: true })).toMatchObject({ dataScrubber: true });
});

it('adds the lists, the organization’s first', () => {
  const options = effectiveOptions({ sensitiveFields: ['iban'], safeFields: ['a'] }, { sensitiveFields: ['pin'], safeFields: ['b'] });
  expect(options).toMatchObject({ sensitiveFields: ['iban', 'pin'], safeFields: ['a', 'b'] });
});

it('keeps the advanced rules of both', () => {
  expect(effectiveOptions({ relayPiiConfig: '{"a":1}' }, { relayPiiConfig: '{"b":2}' })).toMatchObject({
    organizationPiiConfig: '{"a":1}',
    relayPiiConfig: '{"b":2}',
  });
});

it.each([
  [{ retentionDays: 30 }, {}, 30],
  [{ retentionDays: 30 }, { retentionDays: 120 }, 120],
  [{ retentionDays: 30 }, { retentionDays: null }, 30],
  [{ retentionDays: null }, {}, 90],
])('with an organization of %j and a project of %j keeps things for %d days', (organization, project, expected) => {
  expect(effectiveOptions(organization, project).retentionDays).toBe(expected);
});
