import { describe, expect, it } from 'vitest';
import { parameterize } from './parameterize.ts';

describe('parameterize', () => {
  it.each([
    ['order 17 of -3', 'order <int> of <int>'],
    ['took 12ms, then 1.5s', 'took <duration>, then <duration>'],
    ['ratio -0.5', 'ratio <float>'],
    ['mail to jane.doe+x@mail.example.com failed', 'mail to <email> failed'],
    ['GET https://example.com/a?b=1 failed', 'GET <url> failed'],
    ['no route to db-1.internal', 'no route to <hostname>'],
    ['connect 10.0.0.1:5432', 'connect <ip>:<int>'],
    ['connect 2001:db8::1', 'connect <ip>'],
    ['Foo::bar() is private', 'Foo::bar() is private'],
    ['id ce586ec1-2c4e-4f20-aecd-f19bc7586fc1', 'id <uuid>'],
    ['md5 d41d8cd98f00b204e9800998ecf8427e', 'md5 <md5>'],
    ['sha da39a3ee5e6b4b0d3255bfef95601890afd80709', 'sha <sha1>'],
    ['at 0x7fff5fbff', 'at <hex>'],
    ['token deadbeef42', 'token <hex>'],
    ['commit 1a2b3c4', 'commit <git_sha>'],
    ['deadbeef and facade are words', 'deadbeef and facade are words'],
    ['123456789 rows', '<int> rows'],
    ['since 2026-11-23T12:00:00.123Z', 'since <date>'],
    ['since 2026-11-23', 'since <date>'],
    ['since Mon, 23 Nov 2026 12:00:00 GMT', 'since <date>'],
    ['since datetime.datetime(2023, 5, 2, 23)', 'since <date>'],
    ['at 12:30:45', 'at <date>'],
    ["key='some value' flag=True", 'key=<quoted_str> flag=<bool>'],
    ['trace 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'trace <traceparent>'],
    ['version2 and utf8', 'version2 and utf8'],
    ['first\n\nsecond\nthird', 'first\nsecond...'],
  ])('%s → %s', (message, expected) => expect(parameterize(message)).toBe(expected));
});
