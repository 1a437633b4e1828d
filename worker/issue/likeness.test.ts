import { describe, expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { likenessOf } from './likeness.ts';

const saying = (value: string) => likenessOf(normalized({ exception: { values: [{ type: 'ValueError', value }] } }));
const with_ = (frames: Record<string, unknown>[]) => likenessOf(normalized({ exception: { values: [{ type: 'E', stacktrace: { frames } }] } }));

it('takes functions of own code and words of what is said', () => {
  const event = normalized({
    exception: {
      values: [
        {
          type: 'CartError',
          value: 'The cart is empty',
          stacktrace: {
            frames: [
              { function: 'dispatch', module: 'django.core', in_app: false },
              { function: 'checkout', module: 'shop.cart', in_app: true },
            ],
          },
        },
      ],
    },
  });
  expect(likenessOf(event)).toEqual(['f:shop.cart checkout', 'w:carterror', 'w:the', 'w:cart', 'w:empty']);
});

it('takes all functions where none is of own code', () => {
  expect(with_([{ function: 'dispatch', module: 'django.core' }])).toEqual(['f:django.core dispatch']);
});

it('takes the twelve functions nearest to the error, and sixteen words from the beginning of what is said', () => {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index).repeat(3));
  const frames = letters.map((name) => ({ function: name, module: 'app' }));
  const event = normalized({ exception: { values: [{ type: 'E', value: letters.join(' '), stacktrace: { frames } }] } });
  expect(likenessOf(event)).toEqual([...letters.slice(-12).map((name) => `f:app ${name}`), ...letters.slice(0, 16).map((name) => `w:${name}`)]);
  expect(saying(`"${'a '.repeat(300)}" late`)).toEqual(['w:valueerror']);
});

describe('what is said', () => {
  it.each([
    ['an address', 'no account of secret.person@secret.example found'],
    ['a number', 'order 4711 of 12.5 and 0xdeadbeef'],
    ['an id', 'user 6f9619ff-8b86-d011-b42d-00c04fc964ff and deadbeefcafe and usr_1secret'],
    ['single quotes', "no key 'secret person' here"],
    ['double quotes', 'no key "secret person" here'],
    ['quotes without an end', 'no key "secret person'],
    ['backticks', 'no table `secret person`'],
    ['typographic quotes', 'no key “secret person” or «secret person»'],
    ['a path', 'no file /home/secret/person.txt or C:\\Users\\secret'],
    ['a URL', 'cannot reach https://secret.example/person?token=secret'],
    ['a value', 'refused with password=secret;person'],
  ])('tells nothing of %s', (_, text) => {
    const words = saying(text);
    expect(words[0]).toBe('w:valueerror');
    expect(words.length).toBeGreaterThan(1);
    expect(words.join(' ')).not.toMatch(/secret|person|usr|deadbeef|\d/);
  });

  it('takes an apostrophe within a word for no quote', () => {
    expect(saying("Can't open the user's basket")).toEqual(['w:valueerror', 'w:can', 'w:open', 'w:the', 'w:user', 'w:basket']);
  });

  it('takes words of any script', () => {
    expect(saying('Пользователь не найден')).toEqual(['w:valueerror', 'w:пользователь', 'w:найден']);
  });
});

describe('a frame', () => {
  it.each([
    ['folders of a machine', { function: 'load', filename: '/home/jane/code/shop/cart.js' }, 'f:shop/cart.js load'],
    ['folders of Windows', { function: 'load', filename: 'C:\\Users\\jane\\shop\\cart.js' }, 'f:shop/cart.js load'],
    ['a query', { function: 'load', filename: '/static/cart.js?user=jane' }, 'f:static/cart.js load'],
    ['the hash of a bundle', { function: 'load', filename: '/static/cart.3f2a1b9c.js' }, 'f:static/cart.#.js load'],
    [
      'the number of a generated class',
      { function: 'load', module: 'shop.Cart$$EnhancerBySpringCGLIB$$1ebdddb0' },
      'f:shop.Cart$$EnhancerBySpringCGLIB$$# load',
    ],
  ])('is known without %s', (_, frame, feature) => {
    expect(with_([frame])).toEqual([feature]);
  });

  it.each(['stripped_application_code', '<redacted>', '<unknown>'])('that is called %s is none', (name) => {
    expect(with_([{ function: name, module: 'app' }])).toEqual([]);
  });
});
