import { describe, expect, it } from 'vitest';
import type { Attributes } from '../telemetry/attributes.ts';
import type { Kind } from '../telemetry/telemetry.ts';
import type { ScrubbingOptions } from './compile.ts';
import { scrubLines } from './scrub-lines.ts';
import { aScrubber, oneRule } from './scrubbing.fixture.ts';

const text = (value: string) => ({ type: 'string' as const, value });

function scrubbed(kind: Kind, data: Record<string, unknown>, options: Partial<ScrubbingOptions> = {}): Record<string, unknown> {
  const [line] = scrubLines([{ kind, id: null, data: structuredClone(data) }], aScrubber(options));
  return { ...line?.data };
}

const attributesOf = (attributes: Attributes, options: Partial<ScrubbingOptions> = {}, kind: Kind = 'log') =>
  scrubbed(kind, { attributes }, options).attributes;

describe('attributes', () => {
  const card = text('paid with 4111 1111 1111 1111');
  it.each<[string, Attributes, Partial<ScrubbingOptions>, unknown]>([
    ['filtered by their name', { password: text('x'), a: text('b') }, {}, { password: text('[Filtered]'), a: text('b') }],
    ['filtered by what is in them', { note: card }, {}, { note: text('paid with [Filtered]') }],
    ['removed where no text can stand', { api_key: { type: 'integer', value: 7 } }, {}, {}],
    ['never touched where they are the protocol’s', { 'sentry.release': text('token@1') }, {}, { 'sentry.release': text('token@1') }],
    ['left alone where only a rule by name may', { 'url.full': text('http://a/?token=1') }, {}, { 'url.full': text('http://a/?token=1') }],
    ['scrubbed as parameters of a message', { 'sentry.message.parameter.0': card }, {}, { 'sentry.message.parameter.0': text('paid with [Filtered]') }],
    ['filtered by a sensitive field', { mail: text('x') }, { sensitiveFields: ['mail'] }, { mail: text('[Filtered]') }],
    ['not all of them a `value`', { mail: text('x') }, { sensitiveFields: ['value'] }, { mail: text('x') }],
    ['kept by a safe field', { password: text('x') }, { safeFields: ['password'] }, { password: text('x') }],
    ['kept when nothing is to be scrubbed', { password: text('x') }, { dataScrubber: false }, { password: text('x') }],
    ['rid of addresses', { peer: text('from 192.0.2.1') }, { scrubIPAddresses: true }, { peer: text('from [ip]') }],
  ])('are %s', (_how, attributes, options, expected) => {
    for (const kind of ['log', 'span', 'trace_metric'] as const) expect(attributesOf(attributes, options, kind)).toEqual(expected);
  });

  it.each([
    ["attributes.'my.key'.value", { type: 'anything', redaction: { method: 'mask' } }, { 'my.key': text('****'), other: text('abcd') }],
    ["attributes.'my.key'", { type: 'anything', redaction: { method: 'remove' } }, { other: text('abcd') }],
    ["$log.attributes.'my.key'.value", { type: 'anything', redaction: { method: 'mask' } }, { 'my.key': text('****'), other: text('abcd') }],
    ["$span.attributes.'my.key'.value", { type: 'anything', redaction: { method: 'mask' } }, { 'my.key': text('abcd'), other: text('abcd') }],
    ['**', { type: 'anything', redaction: { method: 'mask' } }, { 'my.key': text('****'), other: text('****') }],
  ])('follow the advanced rule at %s', (selector, rule, expected) => {
    expect(attributesOf({ 'my.key': text('abcd'), other: text('abcd') }, oneRule(selector, rule))).toEqual(expected);
  });

  it('of links are scrubbed too', () => {
    const link = { trace_id: 'a', span_id: 'b', sampled: undefined, attributes: { password: text('x') } };
    expect(scrubbed('span', { links: [link] })).toEqual({ links: [{ ...link, attributes: { password: text('[Filtered]') } }] });
  });
});

it('leaves the text of a log to rules that name it', () => {
  expect(scrubbed('log', { body: 'password is x' })).toEqual({ body: 'password is x' });
  const rule = oneRule('$log.body', { type: 'pattern', pattern: 'is .', redaction: { method: 'replace', text: 'gone' } });
  expect(scrubbed('log', { body: 'password is x' }, rule)).toEqual({ body: 'password gone' });
});

it('scrubs the event of a replay like an event', () => {
  const replay = {
    replay_id: 'a'.repeat(32),
    urls: ['http://u:p@a/'],
    user: { id: '1', data: { password: 'x' } },
    request: { url: 'http://a/', headers: [['Authorization', 'x']] },
    tags: [['token', 'x']],
    contexts: { mine: { type: 'mine', secret: 'x' }, os: { type: 'os', name: 'token' } },
  };
  expect(scrubbed('replay', replay)).toMatchObject({
    replay_id: 'a'.repeat(32),
    user: { id: '1', data: { password: '[Filtered]' } },
    request: { url: 'http://a/', headers: [['Authorization', '[Filtered]']] },
    tags: [['token', '[Filtered]']],
    contexts: { mine: { secret: '[Filtered]' }, os: { name: 'token' } },
  });
  expect(scrubbed('replay', replay).urls).not.toEqual(replay.urls);
});

it('does not touch sessions, check-ins and profiles', () => {
  const data = { monitor_slug: 'token', password: 'x', attrs: { password: 'x' } };
  for (const kind of ['session', 'check_in', 'profile', 'profile_chunk'] as const) expect(scrubbed(kind, data)).toEqual(data);
});
