import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse-query.ts';
import { tagQuery } from './tag-query.ts';

describe('the query for a value of a tag', () => {
  it.each([
    ['browser.name', 'Firefox', 'browser.name:Firefox'],
    ['browser', 'Firefox 140', 'browser:"Firefox 140"'],
    ['release', 'shop@2.4.0', 'release:shop@2.4.0'],
    ['release', 'latest', 'tags[release]:latest'],
    ['level', 'error', 'tags[level]:error'],
    ['os.name', 'Debian', 'tags[os.name]:Debian'],
    ['user', 'id:4711', 'tags[user]:id:4711'],
    ['is', 'unresolved', 'tags[is]:unresolved'],
    ['a:b', 'c', 'tags[a:b]:c'],
    ['region', '', 'region:""'],
  ])('%s = %s is %s', (key, value, query) => {
    expect(tagQuery(key, value)).toBe(query);
  });

  it.each(['*', 'a*b', '"', 'say "hi"', 'C:\\Users\\', '[a, b]', '(x)', '>5', '!no', ' a  b ', 'a OR b', '</script>', 'https://example.com/?q=*', '\u202eabc'])(
    'reads as exactly %s',
    (value) => {
      for (const key of ['region', 'os.name', 'url', 'a:b']) {
        for (const kind of ['issues', 'events'] as const) {
          const query = parseQuery(tagQuery(key, value) ?? '', { kind });
          expect(query.ok && query.value.root).toMatchObject({
            type: 'filter',
            operator: '=',
            isNegated: false,
            key: { name: key },
            value: { type: 'text', text: value },
          });
        }
      }
    },
  );

  it('is none where the name would end the brackets', () => {
    expect(tagQuery('a]b', 'c')).toBeNull();
    expect(tagQuery('a b', 'c')).toBeNull();
  });
});
