import { describe, expect, it } from 'vitest';
import { compileScrubber } from './compile.ts';
import { defaults, oneRule, scrubbed } from './scrubbing.fixture.ts';

describe('the classic scrubber', () => {
  it('takes what has a secret name, and whole containers of that name', () => {
    const { extra, _meta } = scrubbed({ extra: { token: 'abc', credentials: { a: 1 }, apikey: 7, isSecret: true, name: 'x' } });
    expect(extra).toEqual({ token: '[Filtered]', credentials: null, apikey: null, isSecret: true, name: 'x' });
    expect(_meta).toMatchObject({ extra: { credentials: { '': { rem: [['@password:filter', 'x']] } } } });
  });

  it('takes cookies of sessions, and leaves the others', () => {
    expect(scrubbed({ request: { cookies: 'sessionid=1; theme=dark' } }).request?.cookies).toEqual([
      ['sessionid', '[Filtered]'],
      ['theme', 'dark'],
    ]);
  });

  it('leaves what was thrown, and the user agent', () => {
    const event = scrubbed({
      exception: { values: [{ type: 'AuthError', value: 'no token for card 4571234567890111' }] },
      request: { headers: { 'User-Agent': 'token 4571234567890111' } },
    });
    expect(event.exception?.values[0]?.value).toBe('no token for card 4571234567890111');
    expect(event.request?.headers).toEqual([['User-Agent', 'token 4571234567890111']]);
  });

  it('takes what a policy report blocked out of its tags as well', () => {
    const csp = { effective_directive: 'img-src', blocked_uri: 'https://cdn.example/?password=hunter2' };
    const event = scrubbed({ logentry: { formatted: 'Blocked' }, csp });
    expect(event.csp?.blocked_uri).toBe('[Filtered]');
    expect(Object.fromEntries(event.tags)).toMatchObject({ 'effective-directive': 'img-src', 'blocked-uri': '[Filtered]' });
    expect(JSON.stringify(event)).not.toContain('hunter2');
  });

  it('takes only what it found out of a message', () => {
    expect(scrubbed({ message: 'token of me@example.com, Bearer abc' }).logentry?.formatted).toBe('token of [email], Bearer [token]');
  });

  it('keeps a safe field, but not secrets inside it', () => {
    expect(scrubbed({ extra: { credentials: { password: 'x', user: 'me' } } }, { safeFields: ['credentials'] }).extra).toEqual({
      credentials: { password: '[Filtered]', user: 'me' },
    });
  });

  it('takes only the sensitive fields of the team where the defaults are off, and nothing where it is off', () => {
    const payload = { extra: { mine: 'a', password: 'b' } };
    expect(scrubbed(payload, { dataScrubberDefaults: false, sensitiveFields: ['mine'] }).extra).toEqual({ mine: '[Filtered]', password: 'b' });
    expect(scrubbed(payload, { dataScrubber: false, sensitiveFields: ['mine'] }).extra).toEqual({ mine: 'a', password: 'b' });
  });

  it('takes addresses everywhere, also out of the tags that were made from the user', () => {
    const event = scrubbed({ user: { ip_address: '192.0.2.7' }, extra: { peer: 'from 192.0.2.8 and 2001:db8::1' } }, { scrubIPAddresses: true });
    expect(event.user?.ip_address).toBeUndefined();
    expect(event.extra).toEqual({ peer: 'from [ip] and [ip]' });
    expect(JSON.stringify(event)).not.toMatch(/192\.0\.2/);
  });

  it('takes what normalization remembers of a value it refused', () => {
    const event = scrubbed({ user: { ip_address: 'password=hunter2' }, contexts: { secret: 'hunter2' } });
    expect(JSON.stringify(event)).not.toContain('hunter2');
  });

  it('does not believe a client that its text is scrubbed already', () => {
    const event = scrubbed({
      extra: { foo: '4571234567890111' },
      _meta: { extra: { foo: { '': { rem: [['@creditcard', 's', 0, 16]], val: '4571234567890111' } } } },
    });
    expect(JSON.stringify(event)).not.toContain('4571234567890111');
  });

  it('takes the variables of a GraphQL query, also from its response', () => {
    const event = scrubbed({
      request: { api_target: 'graphql', data: { query: 'q', variables: { login: 'ada' } } },
      contexts: { response: { data: { data: { user: { login: 'ada', age: 3 } } } } },
    });
    expect(event.request?.data).toEqual({ query: 'q', variables: { login: '[Filtered]' } });
    expect(event.contexts.response?.data).toEqual({ data: { user: { login: '[Filtered]', age: 3 } } });
  });
});

describe('advanced rules', () => {
  const extraOf = (text: string, rule: Record<string, unknown>) => scrubbed({ extra: { foo: text } }, oneRule('extra.foo', rule)).extra?.foo;

  it.each([
    ['mail me@example.com!', { type: 'email', redaction: { method: 'replace', text: '<mail>' } }, 'mail <mail>!'],
    ['mail me@example.com!', { type: 'email' }, 'mail !'],
    ['at user@localhost', { type: 'email' }, 'at user@localhost'],
    ['mail me@example.com!', { type: 'email', redaction: { method: 'mask' } }, 'mail **************!'],
    ['x', { type: 'anything', redaction: { method: 'hash' } }, '6244E66451A1C8695DB9731CE2C4FD5DE25CCF87'],
    ['x', { type: 'anything', redaction: { method: 'later' } }, 'x'],
    ['x', { type: 'later' }, 'x'],
    ['id 12-34', { type: 'pattern', pattern: 'id (\\d+)-(\\d+)', replaceGroups: [2], redaction: { method: 'replace', text: '#' } }, 'id 12-#'],
    ['/home/ada/app.py', { type: 'userpath', redaction: { method: 'replace', text: '[user]' } }, '/home/[user]/app.py'],
    ['C:\\Users\\ada\\app.py', { type: 'userpath', redaction: { method: 'mask' } }, 'C:\\Users\\***\\app.py'],
    ['mac 00:1B:44:11:3a:b7', { type: 'mac', redaction: { method: 'mask' } }, 'mac *****************'],
    ['b0b5-x 123e4567-e89b-12d3-a456-426614174000', { type: 'uuid', redaction: { method: 'replace', text: '#' } }, 'b0b5-x #'],
    ['me@example.com 123-45-6789', { type: 'multiple', rules: ['@email', '@usssn'] }, '[email] ***********'],
    ['me@example.com', { type: 'alias', rule: '@email', hideInner: true, redaction: { method: 'replace', text: '#' } }, '#'],
    ['v', { type: 'redact_pair', keyPattern: '^fo+$', redaction: { method: 'replace', text: '#' } }, '#'],
  ])('%j', (text, rule, expected) => {
    expect(extraOf(text, rule)).toBe(expected);
  });

  it('names itself in remarks after the level it was set at', () => {
    const config = JSON.stringify({ rules: { 0: { type: 'email', redaction: { method: 'replace' } } }, applications: { 'extra.foo': ['0'] } });
    expect(scrubbed({ extra: { foo: 'ö me@example.com' } }, { organizationPiiConfig: config })._meta).toEqual({
      extra: { foo: { '': { rem: [['organization:0', 's', 3, 13]], len: 16 } } },
    });
  });

  it('leaves the name of a file, whatever happens to its directory', () => {
    const event = scrubbed(
      { exception: { values: [{ type: 'E', stacktrace: { frames: [{ filename: '/home/ada/app.py' }] } }] } },
      oneRule('$frame.filename', { type: 'anything', redaction: { method: 'replace', text: '…/' } }),
    );
    expect(event.exception?.values[0]?.stacktrace?.frames[0]?.filename).toBe('…/app.py');
  });

  it('keeps users countable when it makes their address a pseudonym', () => {
    const { user, tags } = scrubbed({ user: { ip_address: '192.0.2.7' } }, oneRule('$user.ip_address', { type: 'ip', redaction: { method: 'hash' } }));
    expect(user?.id).toMatch(/^[0-9A-F]{40}$/);
    expect(user?.ip_address).toBeUndefined();
    expect(new Map(tags).get('user')).toBe(`id:${user?.id}`);
  });

  it('leave a tag that is made anew at its place, since remarks count tags', () => {
    const { tags, _meta } = scrubbed(
      { user: { email: 'ada@example.com' }, transaction: '/a', request: { url: 'https://shop.example/' } },
      { relayPiiConfig: JSON.stringify({ applications: { 'user.email': ['@email'], 'tags.url': ['@anything:filter'] } }) },
    );
    expect(tags.map(([key]) => key)).toEqual(['level', 'transaction', 'user', 'url']);
    expect(_meta).toMatchObject({ tags: { 3: { 1: { '': { rem: [['@anything:filter', 's', 0, 10]] } } } } });
  });

  it.each([
    ['{', '', 'This must be a JSON object with rules and applications.'],
    [{ rules: { 0: { type: 'pattern', pattern: 'x(?=y)' } } }, 'rules.0.pattern', 'Looking ahead or behind, and other special groups, are not supported.'],
    [{ rules: { 0: { type: 'pattern', pattern: 'x', replaceGroups: [1] } } }, 'rules.0.replaceGroups', 'The pattern has the groups 0 to 0.'],
    [{ applications: { 'a.**.b.**': ['@ip'] } }, 'applications.a.**.b.**', 'deep wildcard used more than once'],
    [{ applications: { $string: ['9'] } }, 'applications.$string', 'There is no rule 9.'],
    [{ rules: { a: { type: 'alias', rule: 'a' } } }, 'rules.a.rules.0', 'The rule a refers to itself, or to too many others in a row.'],
    [{ rules: { a: {} } }, 'rules.a.type', 'A rule needs a type.'],
  ])('%j is refused, with the place and the reason', (config, place, message) => {
    const relayPiiConfig = typeof config === 'string' ? config : JSON.stringify(config);
    expect(compileScrubber({ ...defaults, relayPiiConfig })).toMatchObject({ ok: false, error: [{ place, message }] });
  });
});
