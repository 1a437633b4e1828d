import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unrealFileType } from './file-type.ts';
import { type ContainerBytes, maxFiles, readContainer } from './read-container.ts';
import { readContext } from './read-context.ts';
import { readLog } from './read-log.ts';
import { readXml, type XmlElement } from './read-xml.ts';
import { aContainer, aContext, aLog } from './unreal.fixture.ts';
import { unrealEvent, unrealReport } from './unreal-event.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

describe('the container', () => {
  const files = [
    ['CrashContext.runtime-xml', '<a/>'],
    ['empty', ''],
    ['Shop.log', 'x'.repeat(3_000)],
  ] as const;

  it.each(['new', 'old'] as const)('in its %s form has files', async (form) => {
    expect(await filesIn(aContainer(files, form))).toEqual(files.map(([name, content]) => [name, content]));
  });

  it.each<[what: string, bytes: Uint8Array, error: unknown]>([
    ['of nothing', new Uint8Array(), { reason: 'truncated' }],
    ['of the mark alone', new Uint8Array(Buffer.from('CR1')), { reason: 'truncated' }],
    ['that is cut', aContainer(files).slice(0, -1), { reason: 'truncated' }],
    ['with something behind it', new Uint8Array([...aContainer(files), 0]), { reason: 'trailing_data' }],
    ['with a name beyond measure', new Uint8Array(Buffer.from('CR1\xff\xff\xff\xff', 'latin1')), { reason: 'name_too_long', maxBytes: 4_096 }],
    ['with too many files', aContainer(Array.from({ length: maxFiles + 1 }, () => ['a', ''] as const)), { reason: 'too_many_files', maxFiles }],
    ['with a number of files below zero', new Uint8Array(20).fill(0xff, 16), { reason: 'too_many_files', maxFiles }],
    ['with a size below zero', new Uint8Array([...aContainer([['a', '']]).slice(0, -4), 0xff, 0xff, 0xff, 0xff]), { reason: 'truncated' }],
  ])('%s is refused', async (_, bytes, error) => {
    expect(await filesIn(bytes)).toEqual(error);
  });

  it('gives back any files that were put in it, and reads no more than their heads', async () => {
    const file = fc.tuple(fc.stringMatching(/^[a-zA-Z0-9._-]{0,20}$/), fc.uint8Array({ maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 8 }), fc.constantFrom('new' as const, 'old' as const), async (contained, form) => {
        const read = await filesIn(aContainer(contained, form));
        expect(read).toEqual(contained.map(([name, bytes]) => [name, Buffer.from(bytes).toString('latin1')]));
      }),
      { seed: 20261127, numRuns },
    );
  });

  it('is read or refused, whatever the bytes, and names no file outside of it', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.constantFrom('CR1', '\0\0\0\0', '\x01\0\0\0', '\x04\0\0\0abc\0', '\xff\xff\xff\x7f').map((part) => new Uint8Array(Buffer.from(part, 'latin1'))),
    );
    const damaged = fc
      .tuple(fc.constantFrom('new' as const, 'old' as const), fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { maxLength: 4 }), fc.nat(400))
      .map(([form, changes, cut]) => {
        const bytes = aContainer(
          [
            ['a', 'b'],
            ['c.log', 'd'.repeat(100)],
          ],
          form,
        );
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
        return bytes.slice(0, Math.max(0, bytes.length - Math.max(0, cut - 300)));
      });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          damaged,
          fc.array(piece, { maxLength: 20 }).map((pieces) => new Uint8Array(Buffer.concat(pieces))),
        ),
        async (bytes) => {
          const found = await readContainer(source(bytes));
          if (!found.ok) return;
          for (const { at, bytes: length } of found.value) expect(at >= 0 && length >= 0 && at + length <= bytes.length).toBe(true);
          expect(found.value.length).toBeLessThanOrEqual(maxFiles);
        },
      ),
      { seed: 20261128, numRuns },
    );
  });

  it.each([
    ['CrashReportClient.ini', '', 'config'],
    ['CrashContext.runtime-xml', '', 'context'],
    ['Shop.log', 'MDMP', 'log'],
    ['UEMinidump.dmp', 'MDMP…', 'minidump'],
    ['minidump.dmp', 'Incident Identifier: 1', 'apple-report'],
    ['minidump.dmp', 'MD', 'other'],
  ])('tells by the name %s and the bytes %j that a file is a %s', (name, content, type) => {
    expect(unrealFileType(name, Buffer.from(content))).toBe(type);
  });
});

describe('XML', () => {
  it.each<[document: string, expected: unknown]>([
    ['<a>x</a>', { text: 'x' }],
    ['\ufeff<?xml version="1.0"?><!-- <b> --><a i="1>" j=\'"\'>x<b/>y</a>\n', { text: 'xy', b: { text: '' } }],
    ['<a><b.c>1</b.c><b.c>2</b.c></a>', { text: '', 'b.c': { text: '2' } }],
    ['<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F98A;&nope;&#xD800;& </a>', { text: '<>&"\'A🦊&nope;&#xD800;& ' }],
    ['<a><![CDATA[<b>&lt;]]>c</a>', { text: '<b>&lt;c' }],
    ['<a >x</a >', { text: 'x' }],
    [`${'<a>'.repeat(16)}${'</a>'.repeat(16)}`, expect.anything()],
  ])('%j is read', (document, expected) => {
    const root = readXml(document);
    expect(root && plain(root)).toEqual(expected);
  });

  it.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a/>text',
    '<a><b></a></b>',
    '<a',
    '<a b="',
    '<a<b/>',
    '<1/>',
    '< a/>',
    '<![CDATA[x]]>',
    '<a/><!-- b',
    '<a/><? b',
    '<a><![CDATA[</a>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    `${'<a>'.repeat(17)}${'</a>'.repeat(17)}`,
    `<a>${'<b/>'.repeat(5_000)}</a>`,
  ])('%j is refused', (document) => {
    expect(readXml(document)).toBeNull();
  });

  it('gives back any texts that were put in it', () => {
    const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-zA-Z_][\w.-]{0,8}$/), fc.string()), (texts) => {
        const root = readXml(
          `<r>${Object.entries(texts)
            .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
            .join('')}</r>`,
        );
        expect(new Map([...(root?.children ?? [])].map(([name, { text }]) => [name, text]))).toEqual(new Map(Object.entries(texts)));
      }),
      { seed: 20261129, numRuns },
    );
  });

  it('is read or refused, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('<a>', '</a>', '<b/>', '<', '>', '/', '"', '<!--', '-->', '<![CDATA[', ']]>', '<?', '&#x41;', '&', ';'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const document = pieces.join('');
        // What can be read can be read within another.
        expect(readXml(document) ? readXml(`<r>${document}</r>`)?.children.size : 1).toBe(1);
      }),
      { seed: 20261130, numRuns },
    );
  });
});

describe('the log', () => {
  it('is shown as breadcrumbs, each with the time that is known of it', () => {
    expect(readLog(aLog, 40, true)).toEqual([
      { timestamp: Date.parse('2018-10-29T16:56:38.332Z') / 1000, category: 'LogInit', message: 'Display: starting' },
      { timestamp: Date.parse('2018-10-29T16:56:38.332Z') / 1000, category: 'LogGameplayTags', message: 'Display: tags: none' },
      { timestamp: Date.parse('2018-10-29T16:56:39.332Z') / 1000, message: 'no category' },
    ]);
  });

  it('is shown by its last lines', () => {
    expect(readLog(aLog, 1, true).map(({ message }) => message)).toEqual(['no category']);
  });

  it.each<[text: string, isFromStart: boolean, expected: unknown]>([
    ['Log file open, 12/13/18 15:54:53\r\nLogA: b\r\n', true, [{ timestamp: Date.parse('2018-12-13T15:54:53Z') / 1000, category: 'LogA', message: 'b' }]],
    ['Log file open, 12/13/18 99:99:99\nLogA: b', true, [{ category: 'LogA', message: 'b' }]],
    ['Log file open, 12/13/18 15:54:53\nLogA: b', false, [{ category: 'LogA', message: 'b' }]],
    ['', true, []],
    ['\0\ufffd', true, []],
  ])('%j is read', (text, isFromStart, expected) => {
    expect(readLog(text, 40, isFromStart)).toEqual(expected);
  });
});

describe('a crash of a game', () => {
  const context = readContext(aContext);
  const facts = { user: 'user-1|account|machine', context, crumbs: readLog(aLog, 40, true) };

  it('says what the engine knew', () => {
    expect(unrealEvent({}, facts)).toEqual({
      user: { id: 'user-1', username: 'bruno' },
      tags: { epic_account_id: 'account', machine_id: 'machine' },
      breadcrumbs: facts.crumbs,
      logentry: { formatted: 'Access violation - code c0000005' },
      level: 'warning',
      sdk: { name: 'unreal.crashreporter', version: '1.0' },
      contexts: {
        device: { memory_size: 6_896_832_512 },
        os: { raw_description: 'Windows 10' },
        gpu: { name: 'RTX', api_type: 'D3D12' },
        game: { Level: 'caves' },
        unreal: {
          crash_guid: 'UECC-1',
          process_id: 2576,
          is_assert: false,
          is_ensure: true,
          login_id: 'login-1',
          misc_primary_gpu_brand: 'Display Adapter',
          time_of_crash: '636783195289630000',
          custom: { CrashVersion: '3' },
        },
      },
    });
  });

  it('leaves alone what the client said', () => {
    const client = {
      user: { id: '', username: 'own' },
      tags: [['a', 'b']],
      breadcrumbs: { values: [{ message: 'first' }] },
      message: 'own',
      level: 'info',
      sdk: { name: 'sentry.unreal' },
      contexts: { gpu: { name: 'own' }, os: { raw_description: 'own' }, other: { a: 1 } },
    };
    expect(unrealEvent(client, { ...facts, user: '|account' })).toMatchObject({
      user: { id: 'login-1', username: 'own' },
      tags: [
        ['a', 'b'],
        ['epic_account_id', 'account'],
      ],
      breadcrumbs: [{ message: 'first' }, {}, {}, {}],
      message: 'own',
      logentry: undefined,
      level: 'info',
      sdk: { name: 'sentry.unreal' },
      contexts: { gpu: { name: 'own', api_type: 'D3D12' }, os: { raw_description: 'own' }, other: { a: 1 } },
    });
  });

  it('does not say again what the SDK put into the data of the game', () => {
    const own = readContext(aContext.replace('<Level>', '<__sentry>{}</__sentry><Level>'));
    expect(unrealEvent({}, { user: null, context: own, crumbs: [] })).toMatchObject({ contexts: { game: { Level: 'caves' } } });
    expect(JSON.stringify(unrealEvent({}, { user: null, context: own, crumbs: [] }))).not.toContain('__sentry');
  });

  it('without anything says nothing', () => {
    expect(unrealEvent({ a: 1 }, { user: null, context: readContext('<a/>'), crumbs: [] })).toEqual({ a: 1 });
  });

  it('has a report where the player wrote one', () => {
    expect(context && unrealReport(context)).toEqual({ name: 'bruno', comments: 'It <broke> again' });
    const nameless = readContext('<a><RuntimeProperties><UserDescription>x</UserDescription></RuntimeProperties></a>');
    expect(nameless && unrealReport(nameless)).toEqual({ name: 'unknown', comments: 'x' });
    const silent = readContext('<a><RuntimeProperties><UserDescription/></RuntimeProperties></a>');
    expect(silent && unrealReport(silent)).toBeNull();
  });
});

function source(bytes: Uint8Array): ContainerBytes {
  return { bytes: bytes.length, read: async (from, length) => bytes.subarray(from, from + length) };
}

async function filesIn(bytes: Uint8Array): Promise<unknown> {
  const found = await readContainer(source(bytes));
  return found.ok ? found.value.map(({ name, at, bytes: length }) => [name, Buffer.from(bytes.subarray(at, at + length)).toString('latin1')]) : found.error;
}

function plain({ text, children }: XmlElement): unknown {
  return { text, ...Object.fromEntries([...children].map(([name, element]) => [name, plain(element)])) };
}
