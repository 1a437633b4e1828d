import { describe, expect, it } from 'vitest';
import { type Block, type Inline, readMarkdown } from './read-markdown.ts';

const names = ['Mara Lindqvist', 'Mara', 'mara@example.com'];
const inline = (text: string): Inline[] => {
  const [block] = readMarkdown(text, names);
  return block?.type === 'paragraph' ? (block.lines[0] ?? []) : [];
};
const text = (words: string): Inline => ({ type: 'text', text: words });

describe('a line', () => {
  it.each<[source: string, parts: Inline[]]>([
    ['**big** and *small*', [{ type: 'strong', inline: [text('big')] }, text(' and '), { type: 'emphasis', inline: [text('small')] }]],
    ['~~old~~', [{ type: 'struck', inline: [text('old')] }]],
    ['`a * b`', [{ type: 'code', text: 'a * b' }]],
    ['``a ` b``', [{ type: 'code', text: 'a ` b' }]],
    ['snake_case_name and 2 * 3 * 4', [text('snake_case_name and 2 * 3 * 4')]],
    ['**never closed', [text('**never closed')]],
    ['\\*plain\\*', [text('*plain*')]],
    ['[docs](https://example.com/a)', [{ type: 'link', href: 'https://example.com/a', inline: [text('docs')] }]],
    [
      'see https://example.com/a?b=c.',
      [text('see '), { type: 'link', href: 'https://example.com/a?b=c', inline: [text('https://example.com/a?b=c')] }, text('.')],
    ],
    ['![cat](https://example.com/c.png)', [{ type: 'link', href: 'https://example.com/c.png', inline: [text('cat')] }]],
    ['@Mara Lindqvist, look', [{ type: 'mention', text: '@Mara Lindqvist' }, text(', look')]],
    ['@mara: look', [{ type: 'mention', text: '@mara' }, text(': look')]],
    ['@Maraschino and a@mara', [text('@Maraschino and a@mara')]],
  ])('%s', (source, parts) => {
    expect(inline(source)).toEqual(parts);
  });
});

it.each([
  '[x](javascript:alert(1))',
  '[x](data:text/html,x)',
  '<img src=x onerror=alert(1)>',
  '<script>1</script>',
  '[x](//example.com)',
  'javascript:alert(1)',
])('%s stays text', (source) => {
  const parts = inline(source);
  expect(parts.every(({ type }) => type === 'text')).toBe(true);
  expect(parts.map((part) => ('text' in part ? part.text : '')).join('')).toBe(source);
});

it('reads blocks: paragraphs with their lines, code as it is, quotes, lists and headings', () => {
  const source = ['# Found', 'one', 'two', '', '```js', 'a **b**', '', '```', '> quoted', '> - in it', '', '- a', '- b', '', '3. c', '4. d'].join('\n');
  expect(readMarkdown(source, [])).toEqual<Block[]>([
    { type: 'heading', inline: [text('Found')] },
    { type: 'paragraph', lines: [[text('one')], [text('two')]] },
    { type: 'code', text: 'a **b**\n' },
    {
      type: 'quote',
      blocks: [
        { type: 'paragraph', lines: [[text('quoted')]] },
        { type: 'list', isOrdered: false, start: 1, items: [[text('in it')]] },
      ],
    },
    { type: 'list', isOrdered: false, start: 1, items: [[text('a')], [text('b')]] },
    { type: 'list', isOrdered: true, start: 3, items: [[text('c')], [text('d')]] },
  ]);
});

it.each([
  '*'.repeat(10_000),
  '[',
  '['.repeat(10_000),
  '`'.repeat(9_999),
  '> '.repeat(5_000),
  '**a '.repeat(2_500),
  '@'.repeat(10_000),
  '~~~',
  'h'.repeat(10_000),
])('reads the longest comment of the worst kind at once (%#)', (source) => {
  const startedAt = performance.now();
  readMarkdown(source, names);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
