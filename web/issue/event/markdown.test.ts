import { describe, expect, it } from 'vitest';
import type { Event } from '../../../worker/api/contract/event.ts';
import { anIssue } from '../../issues/an-issue.fixture.ts';
import { anEvent } from './an-event.fixture.ts';
import { issueAsMarkdown, traceOf } from '../../../worker/reading/markdown.ts';

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
    const issue = anIssue({ id: '1', count: '12', userCount: 3, firstRelease: { version: 'web@1' } });
    const event = anEvent({ entries: [anExceptionEntry('TypeError', 'x is undefined')], tags: [{ key: 'region', value: 'GB' }] });
    expect(issueAsMarkdown(issue, event, link)).toBe(
      [
        `## [WEB-1](${link}) TypeError: x is undefined`,
        '',
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

it('takes a message for the trace of an event without one', () => {
  expect(traceOf(anEvent({ entries: [{ type: 'message', data: { formatted: 'Cart is empty', message: null, params: null } }] }))).toBe('Cart is empty');
  expect(traceOf(anEvent())).toBeNull();
});
