import { expect, it } from 'vitest';
import { hashPassword, isPassword } from './passwords.ts';

it('knows the password again, and no other', async () => {
  const stored = await hashPassword('correct horse');
  expect(stored).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(await isPassword('correct horse', stored)).toBe(true);
  expect(await isPassword('correct horse ', stored)).toBe(false);
});

it('salts, so that equal passwords look different', async () => {
  expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
});

it('takes both ways to type an accent', async () => {
  expect(await isPassword('caf\u0065\u0301', await hashPassword('caf\u00e9'))).toBe(true);
});

it('lets nobody in where there is no hash', async () => {
  expect(await isPassword('', null)).toBe(false);
});

it('checks with the costs that a hash was made with', async () => {
  // RFC 7914, section 12: scrypt("", "", N=16, r=1, p=1), its first 32 bytes.
  const hash = Buffer.from('77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442', 'hex').toString('base64url');
  expect(await isPassword('', `scrypt$16$1$1$$${hash}`)).toBe(true);
});
