import { expect, it } from 'vitest';
import { canNarrow, eventsOfGroup, narrowedTo } from './drill-down.ts';
import { readView, usualFields } from './view.ts';

it.each<[query: string, field: string, value: string | number | boolean | null, narrowed: string]>([
  ['', 'browser.name', 'Firefox', 'browser.name:Firefox'],
  ['boom', 'browser.name', 'Samsung Internet', 'boom browser.name:"Samsung Internet"'],
  ['browser.name:Chrome boom', 'browser.name', 'Firefox', 'browser.name:Firefox boom'],
  ['a:1 OR b:2', 'os.name', 'Linux', '(a:1 OR b:2) os.name:Linux'],
  ['', 'tags[level]', 'say "hi"*', 'tags[level]:"say \\"hi\\"\\*"'],
  ['', 'error.handled', true, 'error.handled:true'],
  ['boom', 'release', null, 'boom !has:release'],
  ['!has:release', 'release', null, '!has:release'],
])('narrows %j by %s %j to %j', (query, field, value, narrowed) => {
  expect(narrowedTo(query, field, value)).toBe(narrowed);
});

it('narrows by nothing that is too exact or of several events', () => {
  expect(['timestamp', 'error.received', 'count()', 'title', 'os.name', 'timestamp.to_day', 'title_tag'].filter(canNarrow)).toEqual(['os.name', 'title_tag']);
});

it('leads from a group to its events', () => {
  const params = new URLSearchParams('field=os.name&field=release&field=count()&query=boom count():>5&sort=-count()&cursor=0:50:0&saved=3&statsPeriod=1h');
  expect(eventsOfGroup(readView(params), { 'os.name': 'Linux', release: null, 'count()': 7 })).toMatchObject({
    query: 'boom os.name:Linux !has:release',
    fields: [...usualFields.slice(0, -1), 'os.name', 'timestamp'],
    sort: null,
    cursor: null,
    saved: null,
    times: { period: '1h' },
  });
});
