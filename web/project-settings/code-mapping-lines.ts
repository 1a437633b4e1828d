import type { Codeowners } from '../../worker/api/contract/ownership.ts';

type CodeMapping = Codeowners['codeMappings'][number];

const arrow = '->';

/** One a line: `app:/// -> web/src/`. */
export function writeCodeMappings(mappings: readonly CodeMapping[]): string {
  return mappings.map(({ stackRoot, sourceRoot }) => `${stackRoot} ${arrow} ${sourceRoot}`.trim()).join('\n');
}

/** A line without an arrow is a place that is the root of the repository; blank lines say nothing. */
export function readCodeMappings(text: string): CodeMapping[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf(arrow);
      return at < 0 ? { stackRoot: line, sourceRoot: '' } : { stackRoot: line.slice(0, at).trim(), sourceRoot: line.slice(at + arrow.length).trim() };
    });
}
