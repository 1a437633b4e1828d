import { expect, it } from 'vitest';
import { quotasOf, readRows } from './quotas.ts';

it('gives back the quotas it read, also those that the form has no word for', () => {
  const quotas = [
    { categories: ['error', 'default', 'security'], limit: 1000, window: 3600, reasonCode: 'monthly' },
    { categories: ['monitor', 'uptime'], limit: 0, window: 90 },
    { categories: [], limit: 5, window: 60 },
  ];
  const rows = readRows(quotas);
  expect(rows.map(({ subject }) => subject)).toEqual(['events', null, 'all']);
  expect(quotasOf(rows)).toEqual({ quotas });
});

it('reads a number as people write it, and says which row has none', () => {
  const [row] = readRows([{ categories: ['attachment'], limit: 1, window: 60 }]);
  if (!row) throw new Error('no row');
  expect(quotasOf([{ ...row, limit: ' 10,000 ' }])).toMatchObject({ quotas: [{ limit: 10_000 }] });
  for (const limit of ['', '-1', '1.5', 'many']) expect(quotasOf([{ ...row, limit }])).toMatchObject({ row: 0 });
});
