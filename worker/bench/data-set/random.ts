/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/** The same numbers for the same seeds, on every machine: mulberry32. */
export function randomFrom(...seeds: number[]): Random {
  let state = seeds.reduce((mixed, seed) => Math.imul(mixed ^ seed, 0x9e3779b1) ^ (mixed >>> 15), 20_261_124);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number below `end`. */
export function below(random: Random, end: number): number {
  return Math.floor(random() * end);
}

/** A whole number below `end`, small ones far more often than large ones. */
export function skewedBelow(random: Random, end: number): number {
  return Math.floor(end * random() ** 3);
}

export function pick<Value>(random: Random, values: readonly Value[]): Value {
  return valueAt(values, below(random, values.length));
}

/** The first values far more often than the last. */
export function pickSkewed<Value>(random: Random, values: readonly Value[]): Value {
  return valueAt(values, skewedBelow(random, values.length));
}

/** Of `share` of all, the first of the two. */
export function either<Value>(random: Random, share: number, first: Value, second: Value): Value {
  return random() < share ? first : second;
}

export function hexDigits(random: Random, length: number): string {
  let digits = '';
  while (digits.length < length)
    digits += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return digits.slice(0, length);
}

function valueAt<Value>(values: readonly Value[], at: number): Value {
  const value = values[at];
  if (value === undefined) throw new Error(`There is no value ${at} of ${values.length}`);
  return value;
}
