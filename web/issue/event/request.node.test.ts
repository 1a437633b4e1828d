import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asCurl, bodyText, fullAddress, readRequest } from './request.ts';

/** The arguments that a shell makes of a command, with `curl` replaced by a program that prints them. */
function argumentsOf(command: string | null): string[] {
  if (command === null) throw new Error('no command');
  return execFileSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

const request = (fields: Record<string, unknown>): ReturnType<typeof readRequest> => readRequest({ url: 'https://shop.example/quote', ...fields });

describe('copy as cURL', () => {
  it('repeats method, address, headers, cookies and body', () => {
    const command = asCurl(
      request({
        method: 'post',
        query: [['currency', 'G B']],
        headers: [['X-Trace', 'a1']],
        cookies: [['sid', '7']],
        data: { id: 1 },
        inferredContentType: 'application/json',
      }),
    );
    expect(argumentsOf(command)).toEqual([
      '--globoff',
      '--compressed',
      '--request',
      'POST',
      '--url',
      'https://shop.example/quote?currency=G%20B',
      '--header',
      'X-Trace: a1',
      '--header',
      'Cookie: sid=7',
      '--header',
      'Content-Type: application/json',
      '--data-raw',
      '{"id":1}',
    ]);
  });

  it.each(["'; rm -rf ~ #", '$(id)', '`id`', 'a\\', "it's", 'two\nlines', '\u001b[2Jgone', 'é\u0000'])('hands %j to the shell as text', (text) => {
    const body = argumentsOf(asCurl(request({ data: text }))).at(-1);
    // A NUL ends an argument, so a shell cannot pass one on.
    expect(body).toBe(text.replace('\u0000', ''));
  });

  it('never reads a file or takes an option from the event', () => {
    const command = asCurl(
      request({
        method: '-o/etc/passwd',
        headers: [
          ['@/etc/passwd', 'x'],
          ['X-Ok', '@/etc/passwd\r\nX-Evil: 1'],
        ],
        data: '@/etc/passwd',
      }),
    );
    expect(argumentsOf(command)).toEqual([
      '--globoff',
      '--compressed',
      '--request',
      'GET',
      '--url',
      'https://shop.example/quote',
      '--header',
      'X-Ok: @/etc/passwd X-Evil: 1',
      '--data-raw',
      '@/etc/passwd',
    ]);
  });

  it('leaves out what was scrubbed and what curl sets itself', () => {
    const command = asCurl(
      request({
        headers: [
          ['Authorization', '[Filtered]'],
          ['Host', 'h'],
          ['Content-Length', '5'],
        ],
        cookies: [['sid', '[Filtered]']],
      }),
    );
    expect(command).not.toContain('--header');
  });

  it.each(['file:///etc/passwd', '/quote', 'javascript:alert(1)', null])('makes no command for the address %s', (url) => {
    expect(asCurl(request({ url }))).toBeNull();
  });
});

it('writes a form as it was sent', () => {
  expect(bodyText(request({ data: { a: ['1', '2'], 'b c': '&' }, inferredContentType: 'application/x-www-form-urlencoded' }))).toBe('a=1&a=2&b%20c=%26');
});

it('adds the query once, and copes with half a surrogate pair', () => {
  expect(fullAddress(request({ url: 'https://a.example/?x=1', query: [['x', '1']] }))).toBe('https://a.example/?x=1');
  expect(fullAddress(request({ query: [['x', '\ud800']] }))).toBe('https://shop.example/quote?x=%EF%BF%BD');
});
