import { isObject } from './parse.ts';

/** Where somebody is, in Sentry's words. */
export interface Geo {
  /** Two capital letters. */
  country_code: string;
  /** Name of the country. */
  region: string;
  /** State or province. */
  subdivision?: string;
  city?: string;
}

/** Of what Cloudflare says about a request. Null where the country is not known: such senders have `XX`, those of Tor `T1`. */
export function readGeo(cloudflare: unknown): Geo | null {
  if (!isObject(cloudflare)) return null;
  const { country, region, city } = cloudflare;
  if (typeof country !== 'string' || !/^[A-Z]{2}$/.test(country) || country === 'XX') return null;
  return {
    country_code: country,
    region: nameOf(country),
    ...(typeof region === 'string' && region !== '' ? { subdivision: region } : {}),
    ...(typeof city === 'string' && city !== '' ? { city } : {}),
  };
}

let names: Intl.DisplayNames | undefined;

function nameOf(country: string): string {
  names ??= new Intl.DisplayNames('en', { type: 'region' });
  return names.of(country) ?? country;
}
