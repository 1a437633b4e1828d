import { describe, expect, it } from 'vitest';
import { readFingerprintRules } from './fingerprint-rules.ts';
import { readStackRules } from './read-stack-rules.ts';

describe('errors in fingerprint rules', () => {
  it.each([
    ['error.type:A', 1, 13, 'Expected -> and a fingerprint behind the matchers.'],
    ['-> a', 1, 1, 'Expected a matcher, such as error.type:ValueError.'],
    ['# fine\n\nerror.kind:A -> a', 3, 1, 'There is no matcher “error.kind”.'],
    ['error.type:A  stack:b -> a', 1, 15, 'There is no matcher “stack”.'],
    ['error.type:"A -> a', 1, 12, 'This quote is never closed.'],
    ['error.type:A -> ', 1, 17, 'Expected a fingerprint.'],
    ['error.type:A -> a name="x"', 1, 19, 'There is no attribute “name”; title is the only one.'],
    ['error.type:A -> {{ x', 1, 17, 'Expected a variable, such as {{ default }}.'],
    ['app:maybe -> a', 1, 1, '“maybe” is neither yes nor no.'],
    [`error.type:${'a'.repeat(300)} -> a`, 1, 12, 'A value may have at most 256 characters.'],
  ])('%j stand at their line and column', (text, line, column, message) => {
    expect(readFingerprintRules(text)).toEqual({ ok: false, error: [{ line, column, message }] });
  });

  it('are all told', () => {
    const read = readFingerprintRules('a\nerror.type:A -> a\nb');
    expect(read.ok ? [] : read.error.map(({ line }) => line)).toEqual([1, 3]);
  });
});

describe('errors in stack-trace rules', () => {
  it.each([
    ['function:a', 1, 11, 'Expected an action, such as -app.'],
    ['+app', 1, 1, 'Expected a matcher, such as function:main.'],
    ['type:A -app', 1, 1, 'There is no matcher “type”.'],
    ['function:a +appp', 1, 12, 'Expected an action: +app, -app, +group, -group, category=, max-frames=, min-frames= or invert-stacktrace=.'],
    ['family:rust -app', 1, 13, 'A family is one of native, javascript, other and all.'],
    ['[ function:a | function:b -app', 1, 14, 'Expected ] behind a matcher; spaces go around both.'],
    ['function:a max-frames=many', 1, 23, 'Expected a number of frames.'],
    ['function:a -app nonsense', 1, 17, 'Expected an action: +app, -app, +group, -group, category=, max-frames=, min-frames= or invert-stacktrace=.'],
  ])('%j stand at their line and column', (text, line, column, message) => {
    expect(readStackRules(text)).toEqual({ ok: false, error: [{ line, column, message }] });
  });
});

describe('fingerprint rules', () => {
  it.each([
    ['error.type:A -> a, b', ['a', 'b'], {}],
    ['error.type:A -> a{{ function }}-b', ['a', '{{ function }}', '-b'], {}],
    ['error.type:A -> "a, {{ tags.x }}" title="Of {{ tags.x }}"', ['a, ', '{{ tags.x }}'], { title: 'Of {{ tags.x }}' }],
    ['tags."a":b -> x', null, {}],
    ['"tags.a":"b c" -> {{default}}, x', ['{{default}}', 'x'], {}],
  ])('%s', (text, fingerprint, attributes) => {
    const read = readFingerprintRules(text);
    const [rule] = read.ok ? read.value : [];
    expect(rule && [rule.fingerprint, rule.attributes]).toEqual(fingerprint ? [fingerprint, attributes] : undefined);
  });
});
