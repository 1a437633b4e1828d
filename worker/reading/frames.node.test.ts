import { describe, expect, it } from 'vitest';
import { inlineVariable, libraryOf, readTrace, traceRows } from './frames.ts';
import type { Frame, Trace } from './frames.ts';

/** Frames as the API sends them: oldest first. */
function aTrace(...frames: Record<string, unknown>[]): Trace {
  const trace = readTrace({ frames });
  if (trace === null) throw new Error('a trace of no frames');
  return trace;
}

function aFrame(fields: Record<string, unknown> = {}): Frame {
  const [frame] = aTrace(fields).frames;
  if (frame === undefined) throw new Error('no frame');
  return frame;
}

const own = (filename: string, lineNo = 1): Record<string, unknown> => ({ filename, lineNo, inApp: true, context: [[lineNo, 'call()']] });
const library = (module: string): Record<string, unknown> => ({ filename: `${module.replaceAll('.', '/')}.py`, module, inApp: false });

describe('reading a trace', () => {
  it('shows the newest frame first and marks the failing line', () => {
    const [newest, oldest] = aTrace(own('a.py', 3), {
      ...own('b.py', 7),
      context: [
        [6, 'before'],
        [7, 'fails'],
        [8, 'after'],
      ],
    }).frames;
    expect(newest).toMatchObject({ index: 1, place: 'b.py', line: 7 });
    expect(newest?.source.map((line) => line.isHit)).toEqual([false, true, false]);
    expect(oldest).toMatchObject({ index: 0, place: 'a.py' });
  });

  it.each([
    ['nothing', undefined],
    ['text', 'frames'],
    ['no frames', { frames: [] }],
    ['frames of another type', { frames: { 0: {} } }],
  ])('finds no trace in %s', (_name, value) => {
    expect(readTrace(value)).toBeNull();
  });

  it('reads a frame whose every field has the wrong type', () => {
    const frame = aFrame({
      filename: { a: 1 },
      function: ['f'],
      lineNo: '12',
      colNo: {},
      inApp: 'yes',
      context: [null, 'x', [1], ['2', { b: 2 }]],
      vars: 'none',
    });
    expect(frame).toMatchObject({ place: '{"a":1}', function: '["f"]', line: 12, column: null, isInApp: false, vars: [] });
    expect(frame.source).toEqual([
      { number: 1, text: '', isHit: false },
      { number: 2, text: '{"b":2}', isHit: false },
    ]);
  });

  it('names a frame without a file by its module, its library, or says that it knows no place', () => {
    expect(aFrame({ module: 'shop.tax' }).place).toBe('shop.tax');
    expect(aFrame({ package: '/usr/lib/libssl.so.3' }).place).toBe('libssl.so.3');
    expect(aFrame({ filename: null }).place).toBe('(unknown place)');
  });

  it('counts the frames that were left out', () => {
    expect(readTrace({ frames: [{}], framesOmitted: [50, 200] })?.omitted).toBe(150);
    expect(readTrace({ frames: [{}], framesOmitted: ['x'] })?.omitted).toBeNull();
  });
});

describe('folding', () => {
  it('folds the frames between mine to one line that counts and names them', () => {
    const trace = aTrace(library('uvicorn.run'), library('starlette.routing'), own('api.py'), library('fastapi.routing'), own('tax.py'));
    expect(traceRows(trace, 'mine').map((row) => (row.kind === 'folded' ? row.label : row.frame.place))).toEqual([
      'tax.py',
      '1 frame in fastapi',
      'api.py',
      '2 frames in starlette, uvicorn',
    ]);
  });

  it('shows every frame when asked for all', () => {
    expect(traceRows(aTrace(library('a.b'), own('tax.py')), 'all')).toHaveLength(2);
  });

  it('folds nothing where no frame is mine, so that a trace is never a lone count', () => {
    const rows = traceRows(aTrace(library('a.b'), library('c.d')), 'mine');
    expect(rows.every((row) => row.kind === 'frame')).toBe(true);
  });

  it('opens my newest three frames with source, and none without', () => {
    const trace = aTrace(own('e.py'), own('d.py'), own('c.py'), { ...own('b.py'), context: [] }, own('a.py'));
    const opened = traceRows(trace, 'mine').flatMap((row) => (row.kind === 'frame' && row.isOpen ? [row.frame.place] : []));
    expect(opened).toEqual(['a.py', 'c.py', 'd.py']);
  });

  it('says how often a recursion repeats instead of repeating it', () => {
    const rows = traceRows(aTrace(own('main.py'), ...Array.from({ length: 400 }, () => own('walk.py', 9))), 'mine');
    expect(rows).toMatchObject([{ times: 400, frame: { place: 'walk.py' } }, { times: 1 }]);
  });

  it('names at most three libraries', () => {
    const trace = aTrace(own('m.py'), ...['a', 'b', 'c', 'd', 'e'].map((name) => library(`${name}.x`)));
    expect(traceRows(trace, 'mine')[0]).toMatchObject({ label: '5 frames in e, d, c and 2 more' });
  });
});

it.each([
  [{ filename: '/app/node_modules/express/lib/router.js' }, 'express'],
  [{ filename: '/app/node_modules/.pnpm/hono@4/node_modules/@hono/node/index.js' }, '@hono/node'],
  [{ filename: 'node:internal/process' }, 'node'],
  [{ absPath: '/usr/lib/python3/site-packages/flask/app.py', filename: 'flask/app.py', module: 'flask.app' }, 'flask'],
  [{ filename: 'DispatcherServlet.java', module: 'org.springframework.web.servlet.DispatcherServlet' }, 'org.springframework'],
  [{ filename: 'starlette/routing.py', module: 'starlette.routing' }, 'starlette'],
  [{ package: '/usr/lib/x86_64-linux-gnu/libc.so.6' }, 'libc.so.6'],
  [{ filename: 'C:\\lib\\thing.cs' }, 'thing.cs'],
])('takes the library from %j', (fields, name) => {
  expect(libraryOf(aFrame(fields))).toBe(name);
});

describe('the variable behind the failing line', () => {
  const failing = (text: string, vars: Record<string, unknown>): Frame => aFrame({ lineNo: 4, context: [[4, text]], vars });

  it('is one that the line speaks of', () => {
    expect(inlineVariable(failing('rate = rates[region]', { basket: '1', region: "'GB-NIR'" }))).toBe("region = 'GB-NIR'");
  });

  it.each([
    ['not in the line', 'raise Missing()', { region: '1' }],
    ['an object', 'f(region)', { region: { code: 1 } }],
    ['the description of an object', 'f(region)', { region: '<Region GB>' }],
    ['long', 'f(region)', { region: 'x'.repeat(33) }],
  ])('is left out when it is %s', (_why, text, vars) => {
    expect(inlineVariable(failing(text, vars))).toBeNull();
  });
});
