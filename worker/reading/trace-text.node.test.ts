import { describe, expect, it } from 'vitest';
import { readExceptions } from './exceptions.ts';
import { exceptionsAsText } from './trace-text.ts';

const frame = (filename: string, lineNo: number, name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  filename,
  lineNo,
  function: name,
  inApp: true,
  context: [[lineNo, '    fail()']],
  ...more,
});

describe('a trace as text', () => {
  it('reads as Python prints it: causes first, newest frame last', () => {
    const exceptions = readExceptions({
      values: [
        { type: 'KeyError', value: "'GB'", stacktrace: { frames: [frame('rates.py', 57, 'get')] }, mechanism: { source: '__cause__' } },
        { type: 'TaxRateMissing', value: 'no rate', module: 'shop.tax', stacktrace: { frames: [frame('api.py', 3, 'post'), frame('tax.py', 44, 'total')] } },
      ],
    });
    expect(exceptionsAsText(exceptions, 'python')).toBe(
      [
        'Traceback (most recent call last):',
        '  File "rates.py", line 57, in get',
        '    fail()',
        "KeyError: 'GB'",
        '',
        'The above exception was the direct cause of the following exception:',
        '',
        'Traceback (most recent call last):',
        '  File "api.py", line 3, in post',
        '    fail()',
        '  File "tax.py", line 44, in total',
        '    fail()',
        'shop.tax.TaxRateMissing: no rate',
      ].join('\n'),
    );
  });

  it('reads as JavaScript and Java print it', () => {
    const values = [
      {
        type: 'TypeError',
        value: 'x is undefined',
        module: 'shop',
        stacktrace: { frames: [frame('app.js', 1, 'main'), frame('cart.js', 9, 'add', { colNo: 5, module: 'shop.Cart' })] },
      },
    ];
    expect(exceptionsAsText(readExceptions({ values }), 'javascript')).toBe('TypeError: x is undefined\n    at add (cart.js:9:5)\n    at main (app.js:1)');
    expect(exceptionsAsText(readExceptions({ values }), 'java')).toBe('shop.TypeError: x is undefined\n    at shop.Cart.add(cart.js:9)\n    at main(app.js:1)');
  });

  it('says how a further exception belongs to the first', () => {
    const values = [
      { type: 'Inner', value: null },
      { type: 'Outer', value: null },
    ];
    expect(exceptionsAsText(readExceptions({ values }), 'node')).toBe('Outer\nCaused by: Inner');
  });
});
