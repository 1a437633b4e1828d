import { expect, it } from 'vitest';
import { readGeo } from './geo.ts';
import { normalized } from './normalize.fixture.ts';

it.each([
  [
    { country: 'CZ', region: 'South Moravian', city: 'Brno' },
    { country_code: 'CZ', region: 'Czechia', subdivision: 'South Moravian', city: 'Brno' },
  ],
  [{ country: 'US' }, { country_code: 'US', region: 'United States' }],
  [{ country: 'XX', city: 'Nowhere' }, null],
  [{ country: 'T1' }, null],
  [{ country: 7, city: {} }, null],
  [{}, null],
  [undefined, null],
])('reads %j', (place, geo) => {
  expect(readGeo(place)).toEqual(geo);
});

const clientGeo = { country_code: 'CZ', region: 'Czechia', city: 'Brno' };

it.each([
  ['of a user at the sender’s address', { ip_address: '{{auto}}' }, clientGeo],
  ['of nobody else', { ip_address: '198.51.100.9' }, undefined],
  ['of nobody without an address', { id: '7' }, undefined],
  ['unless the client knows better', { ip_address: '{{auto}}', geo: { city: 'Olomouc' } }, { city: 'Olomouc' }],
])('adds where the sender is: %s', (_, user, geo) => {
  expect(normalized({ platform: 'python', user }, { clientIp: '203.0.113.7', clientGeo }).user?.geo).toEqual(geo);
});
