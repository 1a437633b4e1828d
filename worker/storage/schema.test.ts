import { env } from 'cloudflare:workers';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, it } from 'vitest';
import * as schema from './schema.ts';

const tables = Object.values(schema)
  .filter((value) => value instanceof SQLiteTable)
  .map(getTableConfig);

async function names(query: string, table: string): Promise<string[]> {
  const { results } = await env.DB.prepare(query).bind(table).all<{ name: string }>();
  return results.map(({ name }) => name).toSorted();
}

it.each(tables)('migrations lead to table $name as the schema describes it', async ({ name, columns, indexes, uniqueConstraints }) => {
  expect(await names('select name from pragma_table_info(?)', name)).toEqual(columns.map((column) => column.name).toSorted());

  const unique = [
    ...uniqueConstraints.map((constraint) => constraint.name ?? ''),
    ...columns.flatMap((column) => (column.isUnique ? [column.uniqueName ?? ''] : [])),
  ];
  const described = [...indexes.map((index) => index.config.name), ...unique].toSorted();
  const found = await names('select name from pragma_index_list(?)', name);
  expect(found.filter((index) => !index.startsWith('sqlite_autoindex_'))).toEqual(described);
});

it('makes every table strict', async () => {
  const { results } = await env.DB.prepare(`select name, sql from sqlite_master where type = 'table' and name in (select value from json_each(?))`)
    .bind(JSON.stringify(tables.map(({ name }) => name)))
    .all<{ name: string; sql: string }>();
  expect(results).toHaveLength(tables.length);
  expect(results.filter(({ sql }) => !/\bstrict\b/.test(sql))).toEqual([]);
});
