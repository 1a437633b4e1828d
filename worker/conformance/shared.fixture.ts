import { existsSync } from 'node:fs';

/**
 * A folder of the data that several projects test against, which is not part of this repository. Says so where it is missing, so that tests can be skipped.
 * The path ends in a slash.
 */
export function sharedFolder(name: string): { path: string; isMissing: boolean } {
  const path = `${process.env.PICKET_SHARED ?? '../shared'}/${name}/`;
  const isMissing = !existsSync(path);
  if (isMissing) console.warn(`No ${path}: its tests are skipped. PICKET_SHARED says where to look.`);
  return { path, isMissing };
}
