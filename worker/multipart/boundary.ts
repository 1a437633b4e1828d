import { readParameters } from './parameters.ts';

/** The boundary in a `Content-Type: multipart/form-data`, quoted or not; null for another type, or without a usable one. */
export function boundaryOf(contentType: string | null): string | null {
  if (!/^\s*multipart\/form-data\s*(;|$)/i.test(contentType ?? '')) return null;
  const boundary = readParameters(contentType ?? '').get('boundary');
  return boundary !== undefined && isBoundary(boundary) ? boundary : null;
}

/** RFC 2046 allows 70 printable characters; some clients take a few more. */
export function isBoundary(text: string): boolean {
  return /^[\x20-\x7e]{1,200}$/.test(text);
}
