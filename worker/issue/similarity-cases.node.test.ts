import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { likenessOf } from './likeness.ts';
import { findSimilar } from './similarity.ts';

const inputs = join(process.env.PICKET_SHARED ?? '../shared', 'cases/grouping/inputs');
const isPresent = existsSync(inputs);
if (!isPresent) console.warn(`No cases in ${inputs}: their tests are skipped. PICKET_SHARED says where to look.`);

describe.skipIf(!isPresent)('of the events of the grouping cases', () => {
  const names = isPresent ? readdirSync(inputs).map((file) => file.replace('.json', '')) : [];
  const all = names.map((name, issueId) => ({ issueId, features: likenessOf(eventOf(name)) }));
  const similarTo = (name: string) => findSimilar(all.slice(names.indexOf(name)).slice(0, 1), all, 20).map(({ issueId }) => names[issueId]);

  it.each([
    // One driver in two versions of it, and an abort that came by two ways.
    ['group_319_event_321', 'macos-intel-driver'],
    ['group_432_event_432', 'group_445_event_445'],
    // One stack as different browsers write it.
    ['javascript-xbrowser-http-chrome', 'javascript-xbrowser-http-firefox'],
    ['javascript-xbrowser-http-safari', 'javascript-xbrowser-http-firefox'],
    // The same words from elsewhere.
    ['exception-without-type', 'exception-compute-hashes-3'],
    ['csp', 'csp-style-src-elem'],
  ])('most like %s is %s', (name, other) => {
    expect(similarTo(name).slice(0, 2)).toContain(other);
  });

  it.each([
    ['native-no-filenames', ['native-complex-function-names', 'native-unlimited-frames']],
    ['macos-amd-driver', ['group_319_event_321', 'macos-intel-driver']],
  ])('like %s are these alone', (name, others) => {
    expect(similarTo(name).toSorted()).toEqual(others);
  });

  it.each(['aspnetcore', 'react-native', 'python-http-error', 'connection-error', 'java-chained', 'minified-javascript', 'bugly'])(
    'nothing is like %s',
    (name) => {
      expect(similarTo(name)).toEqual([]);
    },
  );
});

function eventOf(name: string) {
  return normalized(z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(inputs, `${name}.json`), 'utf8'))));
}
