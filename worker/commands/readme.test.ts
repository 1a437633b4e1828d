import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { root } from './tool.ts';

const readme = readFileSync(`${root}README.md`, 'utf8');
const contributing = readFileSync(`${root}CONTRIBUTING.md`, 'utf8');

it('maps every folder under worker/, and no other', () => {
  const folders = readdirSync(`${root}worker`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${entry.name}/`);
  const map = readme.slice(readme.indexOf('\nworker/\n'), readme.indexOf('\nweb/'));
  expect([...map.matchAll(/^ {2}(\S+\/) /gm)].map((line) => line[1]).sort()).toEqual(folders.sort());
});

it('names every command of package.json in the README or in CONTRIBUTING', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const unnamed = Object.keys(scripts).filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(readme + contributing));
  expect(unnamed).toEqual([]);
});

it('links only to files that are there', () => {
  const targets = [...(readme + contributing).matchAll(/\]\(((?!https?:)[^)#]+)\)|(?:src|srcset)="((?!https?:)[^"]+)"/g)].map(
    (link) => link[1] ?? link[2] ?? '',
  );
  const missing = targets.filter(
    (target) => !readdirSync(root + target.slice(0, target.lastIndexOf('/') + 1)).includes(target.slice(target.lastIndexOf('/') + 1)),
  );
  expect(missing).toEqual([]);
});
