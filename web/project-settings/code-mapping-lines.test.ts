import { describe, expect, it } from 'vitest';
import { readCodeMappings, writeCodeMappings } from './code-mapping-lines.ts';

describe('code mappings as lines', () => {
  it('are read from what somebody typed', () => {
    expect(readCodeMappings('app:/// -> web/src/\n\n  /srv/app/  \n->lib\na->b->c')).toEqual([
      { stackRoot: 'app:///', sourceRoot: 'web/src/' },
      { stackRoot: '/srv/app/', sourceRoot: '' },
      { stackRoot: '', sourceRoot: 'lib' },
      { stackRoot: 'a', sourceRoot: 'b->c' },
    ]);
  });

  it('are the same again when they are written and read', () => {
    const mappings = [
      { stackRoot: 'app:///', sourceRoot: 'web/src/' },
      { stackRoot: '/srv/my app/', sourceRoot: '' },
      { stackRoot: '', sourceRoot: 'lib' },
    ];
    expect(readCodeMappings(writeCodeMappings(mappings))).toEqual(mappings);
  });
});
