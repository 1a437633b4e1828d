/**
 * `npm run migration -- --name issue_assignee`: drizzle-kit writes the difference between worker/storage/schema.ts and the last migration; this puts it
 * into the form that D1 should run: lower case, strict tables, and no rowid where the primary key is not an integer (one row written instead of two).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readOptions } from './options.ts';
import { stopWith } from './stop-with.ts';

const usage = 'npm run migration -- --name issue_assignee';
const { name = '' } = readOptions(usage, { name: { type: 'string' } });
if (!/^\w+$/.test(name)) stopWith(`A migration needs a name.\nUsage: ${usage}`);

const folder = 'migrations';
const before = new Set(readdirSync(folder));
execFileSync('drizzle-kit', ['generate', '--config', 'worker/storage/drizzle.config.ts', '--name', name], { stdio: 'inherit' });

for (const file of readdirSync(folder)) {
  if (!file.endsWith('.sql') || before.has(file)) continue;
  writeFileSync(`${folder}/${file}`, tidy(readFileSync(`${folder}/${file}`, 'utf8')));
}

function tidy(statements: string): string {
  return statements
    .replaceAll(/-->\s*statement-breakpoint/g, '\n')
    .replaceAll(/`(\w+)`/g, '$1')
    .replaceAll(/"(\w+)"\."(\w+)"/g, '$2')
    .replaceAll(/"(\w+)"/g, '$1')
    .replaceAll(/'[^']*'|\b[A-Z]+\b/g, (word) => (word.startsWith("'") ? word : word.toLowerCase()))
    .replaceAll(/create table (\w+) \((.*?)\n\);/gs, (_, table: string, columns: string) => {
      const hasIntegerKey = /\binteger primary key\b/.test(columns);
      return `create table ${table} (${columns}\n) strict${hasIntegerKey ? '' : ', without rowid'};`;
    })
    .replaceAll('\t', '  ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n');
}
