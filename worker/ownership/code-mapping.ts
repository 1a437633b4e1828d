import { fromRoot } from './facts.ts';

/** What a stack trace calls the place that a repository calls otherwise: `app:///` is its `web/src/`. */
export interface CodeMapping {
  /** Beginning of the paths of frames; empty for all. */
  stackRoot: string;
  /** What stands there in the repository instead; empty for its root. */
  sourceRoot: string;
}

/** The path in the repository, by the first mapping that begins it; without any mapping, the path itself. Null where none does: the code is from elsewhere. */
export function sourcePath(path: string, mappings: readonly CodeMapping[]): string | null {
  if (mappings.length === 0) return path;
  for (const { stackRoot, sourceRoot } of mappings) {
    const root = fromRoot(stackRoot.replaceAll('\\', '/'));
    if (!path.startsWith(root)) continue;
    const rest = path.slice(root.length);
    // `app` begins `app/main.py`, but not `apple.py`.
    if (root === '' || root.endsWith('/') || rest === '' || rest.startsWith('/')) return fromRoot(`${sourceRoot}/${fromRoot(rest)}`.replaceAll(/\/{2,}/g, '/'));
  }
  return null;
}
