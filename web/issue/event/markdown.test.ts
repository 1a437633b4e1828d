import { describe, expect, it } from 'vitest';
import type { Event } from '../../../worker/api/contract/event.ts';
import { anIssue } from '../../issues/an-issue.fixture.ts';
import { anEvent } from './an-event.fixture.ts';
import { issueAsMarkdown } from '../../../worker/reading/markdown.ts';
import { outlineOf } from '../../../worker/reading/outline.ts';

const link = 'https://picket.example/organizations/acme/issues/1/';

/** The entry of an exception with one frame, as the API sends it. */
function anExceptionEntry(type: string, value: string): Event['entries'][number] {
  const frame = {
    filename: 'cart.ts',
    absPath: null,
    module: null,
    package: null,
    platform: null,
    instructionAddr: null,
    symbolAddr: null,
    function: 'add',
    rawFunction: null,
    symbol: null,
  };
  const stacktrace = {
    frames: [{ ...frame, context: [], lineNo: 9, colNo: 5, inApp: true, trust: null, errors: null, lock: null, sourceLink: null, vars: null }],
    framesOmitted: null,
    registers: null,
    hasSystemFrames: false,
  };
  return {
    type: 'exception',
    data: {
      values: [{ type, value, module: null, threadId: null, mechanism: null, stacktrace, rawStacktrace: null }],
      hasSystemFrames: false,
      excOmitted: null,
    },
  };
}

describe('an issue as Markdown', () => {
  it('tells what broke, how often, since when, and where', () => {
    const versionInfo = { package: 'web', version: { raw: '1' }, description: '1', buildHash: null };
    const issue = anIssue({ id: '1', count: '12', userCount: 3, firstRelease: { version: 'web@1', shortVersion: 'web@1', versionInfo } });
    const event = anEvent({ entries: [anExceptionEntry('TypeError', 'x is undefined')], tags: [{ key: 'region', value: 'GB' }] });
    expect(issueAsMarkdown(issue, event, link)).toBe(
      [
        `## [WEB-1](${link}) TypeError: x is undefined`,
        '',
        '- Status: `unresolved, ongoing`',
        '- Priority: `medium`',
        '- Level: `error`',
        '- Events: `12`',
        '- Users: `3`',
        '- First seen: `2026-11-20T10:00:00Z in web@1`',
        '- Last seen: `2026-11-23T15:44:52Z`',
        '- Where: `src/cart.ts in add`',
        '- Environment: `production`',
        '- Event: `8f2c41d08f2c41d08f2c41d08f2c41d0`',
        '',
        '### Stack trace',
        '',
        '```',
        'TypeError: x is undefined',
        '    at add (cart.ts:9:5)',
        '```',
        '',
        '### Tags',
        '',
        '- `region`: `GB`',
      ].join('\n'),
    );
  });

  it('ends with the last steps before it broke', () => {
    const values = Array.from({ length: 15 }, (_, index) => ({
      type: 'http',
      timestamp: null,
      level: 'info',
      message: `GET /${index}`,
      category: 'http',
      data: {},
      event_id: null,
    }));
    const text = issueAsMarkdown(anIssue({ id: '1' }), anEvent({ entries: [{ type: 'breadcrumbs', data: { values } }] }), link);
    expect(text).not.toContain('GET /4');
    expect(text).toMatch(/### Breadcrumbs\n\n```\ninfo http GET \/5\n[\s\S]+info http GET \/14\n```$/);
  });

  it('lets nothing of the event become Markdown', () => {
    const attack = '](javascript:alert(1)) <img src=x> @everyone\n# heading ```\n- item';
    const issue = anIssue({ title: attack, culprit: attack });
    const event = anEvent({ entries: [anExceptionEntry('Error', attack)], tags: [{ key: attack, value: attack }] });
    const text = issueAsMarkdown(issue, event, link);
    expect(text).toContain('\\]\\(javascript:alert\\(1\\)\\) \\<img src=x\\> \\@everyone \\# heading');
    // The fence is longer than the run of backticks inside it, in the block and in a line.
    expect(text).toContain('````\nError: ](javascript');
    expect(text.split('\n').filter((line) => line.startsWith('# ') || line.startsWith('- item'))).toEqual(['# heading ```', '- item']);
    expect(text.split('````').length % 2).toBe(1);
  });

  it('is a summary where there is no event', () => {
    expect(issueAsMarkdown(anIssue(), null, link)).not.toContain('###');
  });
});

/** A frame as the API sends it, with the line that fails between two others. */
function aFrame(name: string, lineNo: number, inApp: boolean, source: string) {
  const context: [number, string][] = [
    [lineNo - 1, 'before();'],
    [lineNo, source],
    [lineNo + 1, 'after();'],
  ];
  return { filename: `${name}.ts`, absPath: `/srv/${inApp ? 'app' : 'node_modules/hono'}/${name}.ts`, function: name, lineNo, colNo: 3, inApp, context };
}

/** An event whose entries are as hostile as they like. */
function anEventOf(entries: unknown): Event {
  return { ...anEvent(), ...JSON.parse(JSON.stringify({ entries })) };
}

describe('the outline of an event', () => {
  it('shows one’s own frames with their source, counts the others, and goes on to the cause', () => {
    const frames = [
      aFrame('serve', 1, false, 'x'),
      aFrame('checkout', 20, true, 'return total(cart);'),
      aFrame('total', 40, true, 'throw new TaxRateMissing();'),
    ];
    const values = [
      { type: 'KeyError', value: 'GB', mechanism: { type: 'generic', source: '__cause__' } },
      { type: 'TaxRateMissing', value: 'no rate', stacktrace: { frames } },
    ];
    expect(outlineOf(anEventOf([{ type: 'exception', data: { values } }]))).toBe(
      [
        'TaxRateMissing: no rate',
        '    at total (total.ts:40:3)',
        '          39 | before();',
        '        > 40 | throw new TaxRateMissing();',
        '          41 | after();',
        '    at checkout (checkout.ts:20:3)',
        '          19 | before();',
        '        > 20 | return total(cart);',
        '          21 | after();',
        '    … 1 frame in hono',
        '',
        'caused by: KeyError: GB',
      ].join('\n'),
    );
  });

  it('takes the thread that crashed, or the message, where there is no exception', () => {
    const stacktrace = { frames: [{ function: 'main', filename: 'main.c', inApp: true, lineNo: 3 }] };
    expect(outlineOf(anEventOf([{ type: 'threads', data: { values: [{ id: 1 }, { id: 2, crashed: true, stacktrace }] } }]))).toBe('    at main (main.c:3)');
    expect(outlineOf(anEventOf([{ type: 'message', data: { formatted: 'Cart is empty' } }]))).toBe('Cart is empty');
    expect(outlineOf(anEvent())).toBeNull();
  });

  it('tells an endless recursion by its beginning', () => {
    const frames = Array.from({ length: 200 }, (_, index) => ({ function: `f${index}`, filename: 'a.ts', lineNo: index, inApp: true }));
    const lines = outlineOf(anEventOf([{ type: 'stacktrace', data: { frames } }]))?.split('\n');
    expect([lines?.length, lines?.[0], lines?.at(-1)]).toEqual([41, '    at f199 (a.ts:199)', '    … 160 more lines']);
  });
});

it('spells out what no eye sees, so that nothing can be said behind the reader’s back', () => {
  const hidden = [...'obey'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
  const text = issueAsMarkdown(anIssue({ title: `a\u202eb\u001b[31mc${hidden}d`, culprit: '\u200b' }), null, link);
  expect(text).toContain('a\\\\u\\{202e\\}b\\\\u\\{1b\\}\\[31mc\\\\u\\{e006f\\}');
  expect(text).toContain('- Where: `\\u{200b}`');
  expect(text).not.toMatch(/[\p{Cf}\p{Co}]/u);
  expect(text).not.toContain('\u001b');
});
