import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The secret that allows the first set-up: SETUP_TOKEN of the environment, or else one that is made once per data folder and kept there, readable by its
 * owner only. It opens nothing once an organization exists.
 */
export function setupToken(dataFolder: string, environment: { SETUP_TOKEN?: string | undefined } = process.env): string {
  if (environment.SETUP_TOKEN) return environment.SETUP_TOKEN;
  const file = `${dataFolder}/setup-token`;
  mkdirSync(dataFolder, { recursive: true });
  try {
    writeFileSync(file, newSetupToken(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

/** 192 random bits, safe in an address. */
export function newSetupToken(): string {
  return randomBytes(24).toString('base64url');
}
