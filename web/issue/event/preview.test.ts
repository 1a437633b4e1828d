import { expect, it } from 'vitest';
import { previewOf } from './preview.ts';

it.each([
  ['screenshot.png', 'image/png', 4_000, 'image'],
  ['screenshot.png', 'image/png', 40_000_000, null],
  ['drawing.svg', 'image/svg+xml', 4_000, null],
  ['page.html', 'text/html', 4_000, null],
  ['view-hierarchy.json', 'application/json', 4_000, 'text'],
  ['app.log', 'application/octet-stream', 4_000, 'text'],
  ['app.log', 'text/plain', 5_000_000, null],
  ['crash.dmp', 'application/x-dmp', 4_000, null],
])('%s of type %s and %d bytes is shown as %s', (name, mimetype, size, kind) => {
  expect(previewOf({ name, mimetype, size })).toBe(kind);
});
