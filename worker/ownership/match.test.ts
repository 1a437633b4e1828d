import { describe, expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { type Directory, openDirectory } from './directory.ts';
import { factsOf, factsOfParts } from './facts.ts';
import { type CodeownersFile, compileOwnership, matchOwnership } from './match.ts';
import { ownerOf } from './owner-of.ts';

const directory: Directory = {
  teams: [
    { id: 1, slug: 'shop', name: 'Shop' },
    { id: 2, slug: 'ops', name: 'Site Reliability' },
  ],
  members: [
    { id: 7, email: 'ada@acme.example', name: 'Ada Lovelace' },
    { id: 8, email: 'grace@acme.example', name: 'Grace' },
    { id: 9, email: 'g.hopper@acme.example', name: 'Grace' },
  ],
};

function rulesOf(raw: string, codeowners: Partial<CodeownersFile>[] = []) {
  const files = codeowners.map((file) => ({ raw: '', codeMappings: [], associations: {}, ...file }));
  const compiled = compileOwnership({ raw, codeowners: files });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

/** Whose an event is whose frames are of these files; the last is where it crashed. */
const ownerOfPath = (path: string, ...set: Parameters<typeof rulesOf>) => ownerOf(rulesOf(...set), factsOfParts({ path }), openDirectory(directory));

const anError = (frames: Record<string, unknown>[], more: Record<string, unknown> = {}) =>
  normalized({ platform: 'python', exception: [{ type: 'A', value: 'b', stacktrace: { frames } }], ...more });
const ownerOfEvent = (event: ReturnType<typeof normalized>, raw: string) => ownerOf(rulesOf(raw), factsOf(event), openDirectory(directory));

describe('the owner of an event', () => {
  it('is named by the last rule that fits', () => {
    expect(ownerOfPath('src/pay/tax.py', '*.py #ops\npath:src/pay/* #shop\npath:src/mail/* #ops')).toBe('team:1');
    expect(ownerOfPath('src/pay/tax.py', 'path:src/pay/* #shop\n*.py #ops')).toBe('team:2');
    expect(ownerOfPath('src/pay/tax.rb', 'path:src/mail/* #shop')).toBe(null);
  });

  it('is the first of a rule that is still there; a rule without any is passed over', () => {
    expect(ownerOfPath('a.py', '*.py #gone ada@acme.example #shop')).toBe('user:7');
    expect(ownerOfPath('a.py', '*.py #ops\n*.py #gone left@acme.example')).toBe('team:2');
    expect(ownerOfPath('a.py', '*.py #gone')).toBe(null);
  });

  it.each<[rule: string, fits: boolean]>([
    ['path:*/tax.py #shop', true],
    ['path:/srv/app/pay/* #shop', true],
    ['path:SRV #shop', false],
    ['path:*PAY/TAX.PY #shop', true],
    ['path:lib/* #shop', true],
    ['module:app.pay.* #shop', true],
    ['module:app #shop', false],
    ['url:https://acme.example/Pay* #shop', true],
    ['url:https://other.example/* #shop', false],
    ['tags.region:eu-* #shop', true],
    ['tags.region:EU-* #shop', false],
    ['tags.user.email:*@customer.example #shop', true],
    ['tags.user.plan:gold #shop', true],
    ['tags.level:error #shop', true],
    ['codeowners:pay/ #shop', true],
    ['codeowners:/srv/app/ #shop', true],
    ['codeowners:lib/ #shop', false],
  ])('by %s: %s', (rule, fits) => {
    const frames = [
      { filename: 'lib\\orm.py', in_app: false },
      { filename: 'pay/tax.py', abs_path: '/srv/app/pay/tax.py', module: 'app.Pay.tax', in_app: true },
    ];
    const event = anError(frames, {
      tags: { region: 'eu-west' },
      request: { url: 'https://acme.example/pay?a=1' },
      user: { email: 'jo@customer.example', plan: 'gold' },
    });
    expect(ownerOfEvent(event, rule)).toBe(fits ? 'team:1' : null);
  });

  it('may be by the folder that only the module of a Java frame tells', () => {
    const event = normalized({
      platform: 'java',
      exception: [{ type: 'A', value: 'b', stacktrace: { frames: [{ filename: 'Tax.java', module: 'com.acme.pay.Tax$Inner', function: 'of' }] } }],
    });
    expect(ownerOfEvent(event, 'path:com/acme/pay/Tax.java #shop')).toBe('team:1');
  });

  it('goes by the event’s own stack, and else by the thread that crashed', () => {
    const frames = (filename: string) => ({ frames: [{ filename, function: 'f' }] });
    expect(ownerOfEvent(normalized({ message: 'x', stacktrace: frames('pay.py') }), 'pay.py #shop')).toBe('team:1');
    const threads = [
      { id: 1, crashed: true, stacktrace: frames('pay.py') },
      { id: 2, stacktrace: frames('mail.py') },
    ];
    expect(ownerOfEvent(normalized({ message: 'x', threads }), 'pay.py #shop\nmail.py #ops')).toBe('team:1');
  });
});

describe('CODEOWNERS files', () => {
  const file = { raw: '* @acme/ops\n/src/pay/ @acme/shop\n/src/mail/ @ada\n/src/pay/generated/\n' };

  it('hold where no ownership rule fits', () => {
    expect(ownerOfPath('src/pay/tax.py', '', [file])).toBe('team:1');
    expect(ownerOfPath('src/mail/send.py', '', [file])).toBe('user:7');
    expect(ownerOfPath('README.md', '', [file])).toBe('team:2');
    expect(ownerOfPath('src/pay/tax.py', 'path:*.py ada@acme.example', [file])).toBe('user:7');
  });

  it('may say that nobody owns something', () => expect(ownerOfPath('src/pay/generated/a.py', '', [file])).toBe(null));

  it('of which the last goes first', () => expect(ownerOfPath('a', '', [{ raw: '* @acme/shop' }, { raw: '* @acme/ops' }])).toBe('team:2'));

  it.each<[path: string, owner: string | null]>([
    ['app:///pay/tax.js', 'team:1'],
    ['/srv/app/src/pay/tax.js', 'team:1'],
    ['/srv/application/src/pay/tax.js', null],
    ['node:internal/timers', null],
  ])('are about paths of the repository, which code mappings find: %s', (path, owner) => {
    const codeMappings = [
      { stackRoot: 'app:///', sourceRoot: 'src/' },
      { stackRoot: '/srv/app', sourceRoot: '' },
    ];
    expect(ownerOfPath(path, '', [{ raw: '/src/pay/ @acme/shop', codeMappings }])).toBe(owner);
  });

  it.each<[alias: string, owner: string | null]>([
    ['@acme/shop', 'team:1'],
    ['@acme/Site-Reliability', 'team:2'],
    ['@ops', 'team:2'],
    ['@ada', 'user:7'],
    ['@AdaLovelace', 'user:7'],
    ['@ada-lovelace', 'user:7'],
    ['@g.hopper', 'user:9'],
    // One has it as the beginning of an email, and two as their name.
    ['@grace', null],
    ['@@shop', 'team:1'],
    ['@acme/ada', null],
    ['ada@acme.example', 'user:7'],
  ])('call %s who is %s', (alias, owner) => expect(ownerOfPath('a', '', [{ raw: `* ${alias}` }])).toBe(owner));

  it('can be told who is meant', () => {
    const associations = { '@acme/payments': '#shop', '@lovelace': 'Ada@acme.example', '@ada': '#gone' };
    expect(ownerOfPath('a', '', [{ raw: '* @acme/Payments', associations }])).toBe('team:1');
    expect(ownerOfPath('a', '', [{ raw: '* @lovelace', associations }])).toBe('user:7');
    expect(ownerOfPath('a', '', [{ raw: '* @ada', associations }])).toBe(null);
  });
});

it('tells all rules that fit, the one that wins first', () => {
  const matches = matchOwnership(rulesOf('*.py #ops\na.py ada@acme.example #shop'), factsOfParts({ path: 'a.py' }), openDirectory(directory), 10);
  expect(matches.map(({ rule, owners }) => [rule.matcher.pattern, owners])).toEqual([
    ['a.py', ['user:7', 'team:1']],
    ['*.py', ['team:2']],
  ]);
});

it('knows no owner by what every object has', () => {
  expect(ownerOfPath('a', '', [{ raw: '* @constructor @__proto__' }])).toBe(null);
});
