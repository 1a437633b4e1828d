import { expect, it } from 'vitest';
import { imageType } from './image-type.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

it.each([
  ['\u0089PNG\r\n\u001a\nrest', 'image/png'],
  ['\u00ff\u00d8\u00ff\u00e0', 'image/jpeg'],
  ['GIF89a', 'image/gif'],
  ['RIFF\u0001\u0002\u0003\u0004WEBP', 'image/webp'],
  ['RIFF\u0001\u0002\u0003\u0004WAVE', null],
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', null],
  ['<html>', null],
  ['', null],
])('tells %j by its bytes', (text, type) => {
  expect(imageType(bytesOf(text))).toBe(type);
});
