import { compileRuleGlob, type Glob } from '../grouping/rules/glob.ts';

/**
 * A pattern of a CODEOWNERS file, which are those of .gitignore: one with a slash before its end begins at the root of the repository, any other fits at any depth;
 * a folder stands for all that is in it, but `folder/*` only for what is directly in it. Paths have no slash in front.
 */
export function compilePathGlob(pattern: string): Glob {
  const isAnchored = pattern.slice(0, -1).includes('/');
  const body = pattern.replace(/^\/+/, '').replace(/\/+$/, '');
  // The root itself.
  if (body === '') return pattern === '' ? () => false : () => true;
  const rooted = isAnchored ? body : `**/${body}`;
  const inside = compileRuleGlob(`${rooted}/**`, { isPath: true });
  if (pattern.endsWith('/')) return inside;
  const itself = compileRuleGlob(rooted, { isPath: true });
  return pattern.endsWith('/*') ? itself : (path, work) => itself(path, work) || inside(path, work);
}
