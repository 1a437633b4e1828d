/* What titles, culprits and tags of the data set are made of. Where a value is picked with a skew, the first is the most frequent. */

export const errorTypes = [
  'TypeError',
  'Error',
  'ReferenceError',
  'RangeError',
  'SyntaxError',
  'ValueError',
  'KeyError',
  'AttributeError',
  'TimeoutError',
  'ConnectionError',
  'ChunkLoadError',
  'UnhandledRejection',
  'IntegrityError',
  'AssertionError',
  'PermissionError',
];

/** `{noun}` and `{verb}` stand for words, `{number}` for what differs between issues. */
export const messages = [
  "Cannot read properties of undefined (reading '{noun}')",
  'Failed to {verb} {noun}: the server answered {number}',
  '{noun} is not a function',
  'Timed out after {number} ms while waiting for the {noun}',
  'Unexpected end of {noun} at position {number}',
  'Connection to the {noun} service was refused on port {number}',
  'duplicate key value violates unique constraint "{noun}_{number}_key"',
  'Maximum depth exceeded when trying to {verb} the {noun}',
  'No {noun} with id {number}',
  'Could not {verb} the {noun} of order {number}',
  'Loading chunk {number} failed: {noun}.js',
  "'NoneType' object has no attribute '{noun}'",
  'Permission denied: may not {verb} {noun} {number}',
  'The {noun} {number} was already {verb}ed',
  'Invalid value for {noun}: expected a number below {number}',
  'Deadlock found when trying to {verb} {noun}; try restarting transaction {number}',
];

export const nouns = `
  cart order payment invoice checkout customer session token profile address shipment refund coupon catalog product price inventory warehouse
  supplier search filter report dashboard widget chart calendar reminder message thread comment attachment upload preview thumbnail video
  playlist subscription plan quota webhook queue worker schedule export import backup snapshot migration replica cursor lease ledger balance
  currency locale template`
  .trim()
  .split(/\s+/);

export const verbs = [
  'load',
  'parse',
  'render',
  'submit',
  'cancel',
  'confirm',
  'sync',
  'merge',
  'index',
  'validate',
  'decod',
  'encod',
  'fetch',
  'lock',
  'post',
];

export const folders = ['src/app', 'src/api', 'src/lib', 'src/pages', 'src/jobs', 'src/models', 'src/views', 'src/hooks', 'src/services', 'packages/core'];

/** Name with version, as the tag `browser` has it, and the name alone. */
export const browsers: readonly [string, string][] = [
  ...versions('Chrome', 141, 8),
  ...versions('Safari', 26, 4),
  ...versions('Firefox', 144, 5),
  ...versions('Edge', 141, 4),
  ...versions('Mobile Safari', 26, 4),
  ...versions('Samsung Internet', 28, 3),
  ...versions('Opera', 122, 2),
];

export const systems: readonly [string, string][] = [
  ...versions('Windows', 11, 2),
  ...versions('iOS', 26, 4),
  ...versions('Mac OS X', 15, 4),
  ...versions('Android', 16, 5),
  ...versions('Linux', 6, 2),
];

export const devices = ['iPhone', 'Pixel 9', 'SM-S921B', 'Mac', 'iPad', 'Pixel 8', 'SM-A556B', 'Redmi Note 13', 'CPH2609', 'moto g84'];

export const runtimes: Record<'node' | 'python', readonly [string, string][]> = {
  node: [...versions('node', 24, 3)],
  python: [
    ['CPython 3.13.9', 'CPython'],
    ['CPython 3.12.12', 'CPython'],
    ['CPython 3.11.14', 'CPython'],
  ],
};

export const plans = ['free', 'team', 'business', 'enterprise', 'trial'];

export const countries = ['US', 'DE', 'GB', 'FR', 'IN', 'BR', 'JP', 'CA', 'AU', 'NL', 'ES', 'PL', 'SE', 'MX', 'KR'];

function versions(name: string, newest: number, count: number): [string, string][] {
  return Array.from({ length: count }, (_, back) => [`${name} ${newest - back}.0`, name]);
}
