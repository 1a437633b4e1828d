import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 16384, r: 8, p: 1 };
const saltBytes = 16;
const hashBytes = 32;

/** `scrypt$N$r$p$salt$hash`, the last two in base64url: the costs travel along, so that they can grow later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await stretch(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** `stored` is null where nobody has that name: then the work is done all the same, so that the time of the answer does not tell. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const { N, r, p, salt, hash } = parseHash(stored ?? nobody);
  const given = await stretch(password, salt, { N, r, p });
  return timingSafeEqual(given, hash) && stored !== null;
}

/** The form of a hash, of no password. */
const nobody = ['scrypt', cost.N, cost.r, cost.p, Buffer.alloc(saltBytes).toString('base64url'), Buffer.alloc(hashBytes).toString('base64url')].join('$');

interface Cost {
  N: number;
  r: number;
  p: number;
}

function parseHash(stored: string): Cost & { salt: Buffer; hash: Buffer } {
  const [scheme, N, r, p, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) throw new Error('A stored password hash is not of the form scrypt$N$r$p$salt$hash');
  return { N: Number(N), r: Number(r), p: Number(p), salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}

function stretch(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // One person types é as one character and another as two: both are the same password.
  scrypt(password.normalize('NFKC'), salt, hashBytes, { N, r, p }, (error, hash) => (error ? reject(error) : resolve(hash)));
  return promise;
}
