import { expect, it } from 'vitest';
import { versionInfoOf } from './version-info.ts';

const hash = 'a414b4a396d40612a656861e5b6ab48506f4b2fd';
const version = (raw: string, [major, minor, patch]: [number, number, number], components: number, rest: object = {}) => ({
  raw,
  major,
  minor,
  patch,
  pre: null,
  buildCode: null,
  components,
  ...rest,
});

it.each([
  ['shop@1.2.3', 'shop', version('1.2.3', [1, 2, 3], 3), '1.2.3', null],
  ['shop@1.2', 'shop', version('1.2', [1, 2, 0], 2), '1.2', null],
  ['shop@1.2.3-rc.1+45', 'shop', version('1.2.3-rc.1+45', [1, 2, 3], 3, { pre: 'rc.1', buildCode: '45' }), '1.2.3-rc.1 (45)', null],
  [`shop@1.2.3+${hash}`, 'shop', version(`1.2.3+${hash}`, [1, 2, 3], 3, { buildCode: hash }), '1.2.3 (a414b4a396d4)', hash],
  ['@acme@1.0', '@acme', version('1.0', [1, 0, 0], 2), '1.0', null],
  [`shop@${hash}`, 'shop', { raw: hash }, 'a414b4a396d4', hash],
  [hash, null, { raw: hash }, 'a414b4a396d4', hash],
  ['1.2.3', null, { raw: '1.2.3' }, '1.2.3', null],
  ['monday', null, { raw: 'monday' }, 'monday', null],
  ['shop@', 'shop', { raw: '' }, '', null],
])('%s', (name, packageName, parts, description, buildHash) => {
  expect(versionInfoOf(name)).toEqual({ package: packageName, version: parts, description, buildHash });
});
