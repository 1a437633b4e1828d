import { experimental_readRawConfig as readConfig } from 'wrangler';
import { expect, it } from 'vitest';
import { type Account, deployConfig, neededResources, planCreation, type WorkerConfig } from './deploy-plan.ts';
import { root } from './tool.ts';

const config: WorkerConfig = readConfig({ config: `${root}wrangler.toml` }).rawConfig;
const needed = neededResources(config, { pages: true });
const nothing: Account = { databases: new Map(), buckets: [], queues: [], pagesProjects: [] };

it('needs what wrangler.toml names, dead-letter queues included, each once', () => {
  expect(needed).toEqual({
    databases: ['picket'],
    buckets: ['picket-files'],
    queues: ['picket-effects', 'picket-overflow', 'picket-effects-dead'],
    pagesProject: 'picket',
  });
});

it('creates everything in an empty account', () => {
  expect(planCreation(needed, nothing).map((step) => step.args.join(' '))).toEqual([
    'd1 create picket',
    'r2 bucket create picket-files',
    'queues create picket-effects',
    'queues create picket-overflow',
    'queues create picket-effects-dead',
    'pages project create picket --production-branch main',
  ]);
});

it('creates only what is missing after a deployment that broke off', () => {
  const half: Account = { ...nothing, databases: new Map([['picket', 'id']]), queues: ['picket-effects', 'picket-overflow'] };
  expect(planCreation(needed, half).map((step) => step.title)).toEqual([
    'Create R2 bucket picket-files',
    'Create queue picket-effects-dead',
    'Create Pages project picket',
  ]);
});

it('creates nothing the second time', () => {
  const all: Account = { databases: new Map([['picket', 'id']]), buckets: needed.buckets, queues: needed.queues, pagesProjects: ['picket', 'other'] };
  expect(planCreation(needed, all)).toEqual([]);
});

it('creates a database for a shard that was added to wrangler.toml', () => {
  const sharded = {
    ...config,
    d1_databases: [...config.d1_databases, { binding: 'DB_1', database_name: 'picket-1', database_id: 'picket-1', migrations_dir: 'migrations' }],
  };
  const plan = planCreation(neededResources(sharded, { pages: true }), { ...nothing, databases: new Map([['picket', 'id']]) });
  expect(plan[0]?.args).toEqual(['d1', 'create', 'picket-1']);
});

it('fills in the ids of the account and leaves no relative path', () => {
  const filled = deployConfig(config, new Map([['picket', 'c0ffee']]), '/srv/picket/');
  expect(filled.d1_databases).toEqual([{ binding: 'DB', database_name: 'picket', database_id: 'c0ffee', migrations_dir: '/srv/picket/migrations' }]);
  expect(filled.main).toBe('/srv/picket/worker/index.ts');
  expect(filled.assets.directory).toBe('/srv/picket/./web/dist');
});

it('refuses to write a configuration without an id', () => {
  expect(() => deployConfig(config, new Map(), '/')).toThrow('D1 database picket is not in the account');
});

it('leaves Pages alone where the dashboard comes from the Worker', () => {
  const titles = planCreation(neededResources(config, { pages: false }), nothing).map((step) => step.title);
  expect(titles.filter((title) => title.includes('Pages'))).toEqual([]);
});
