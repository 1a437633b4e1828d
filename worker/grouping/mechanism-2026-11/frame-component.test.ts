import { describe, expect, it } from 'vitest';
import type { Frame } from '../../event/event.ts';
import { contributingTexts } from '../component.ts';
import { viewFrame } from '../frame-view.ts';
import { frameComponent } from './frame-component.ts';

function frameValues(frame: Frame, platform: string): readonly string[] {
  return contributingTexts(frameComponent(viewFrame(frame, { platform })));
}

describe('a frame', () => {
  it.each([
    ['module rather than file', 'python', { module: 'app', filename: 'app.py', function: 'f', context_line: 'x  = 1' }, ['app', 'f', 'x = 1']],
    ['base name of the file', 'python', { filename: 'Src\\App.py', function: 'f' }, ['app.py', 'f']],
    ['no file of the web', 'javascript', { filename: '/a.js', abs_path: 'https://e.com/a.js', function: 'f' }, ['f']],
    ['no module that is the address of the page', 'javascript', { module: 'a/b', abs_path: 'https://e.com/a/b', function: 'f' }, ['f']],
    ['the last part of a function', 'javascript', { filename: 'a.js', function: 'Object.x.f' }, ['a.js', 'f']],
    ['no anonymous function', 'javascript', { filename: 'a.js', function: 'Object.<anonymous>' }, ['a.js']],
    [
      'source line rather than function, after source maps',
      'javascript',
      { module: 'a', function: 'f', data: { sourcemap: 'x' }, context_line: 'f()' },
      ['a', 'f()'],
    ],
    ['no line of a page without a function', 'javascript', { filename: 'a.js', abs_path: 'https://e.com/a.js', context_line: 'f()' }, []],
    ['no line of a local page without one', 'javascript', { filename: 'a.js', abs_path: 'file:///a.js', context_line: 'f()' }, ['a.js']],
    ['nothing of eval', 'javascript', { filename: 'a.js', function: 'eval' }, []],
    ['nothing of the engine', 'javascript', { abs_path: '[native code]', function: 'map' }, []],
    ['no minified line', 'node', { filename: 'a.js', function: 'f', context_line: 'x'.repeat(121) }, ['a.js', 'f']],
    ['no line of languages that send none as a rule', 'java', { module: 'A', function: 'f', context_line: 'f();' }, ['A', 'f']],
    ['no generated lambda', 'java', { module: 'A$$Lambda$14', filename: 'A.java', function: 'lambda$main$0' }, ['a.java']],
    [
      'no number of an accessor',
      'java',
      { module: 'jdk.internal.reflect.GeneratedMethodAccessor42', function: 'invoke' },
      ['jdk.internal.reflect.GeneratedMethodAccessor<auto>', 'invoke'],
    ],
    ['no number of a proxy', 'java', { module: 'a.B$$EnhancerBySpringCGLIB$$1eb0', function: 'f' }, ['a.B$$EnhancerBySpringCGLIB$$<auto>', 'f']],
    ['no number of a Clojure function', 'java', { module: 'a$fn__15$fn__16', function: 'invoke' }, ['a$fn__<auto>$fn__<auto>', 'invoke']],
    ['blocks without their number', 'ruby', { filename: 'a.rb', function: 'block (2 levels) in f' }, ['a.rb', 'block']],
    ['no generated name in templates', 'ruby', { filename: 'a.erb', function: '_a_erb__1234_5678' }, ['a.erb', '_a_erb']],
    ['no anonymous class', 'php', { filename: 'a.php', function: 'class@anonymous/x.php:3$0::f' }, ['a.php', 'f']],
    ['no function that was stripped', 'native', { package: '/bin/x', function: '<redacted>' }, []],
    ['the full name of C#', 'csharp', { module: 'A', function: 'f', raw_function: 'f(int)' }, ['A', 'f(int)']],
    ['its own platform', 'python', { platform: 'javascript', filename: 'a.js', function: 'x.f' }, ['a.js', 'f']],
  ])('adds %s', (_name, platform, frame, values) => expect(frameValues(frame, platform)).toEqual(values));
});
