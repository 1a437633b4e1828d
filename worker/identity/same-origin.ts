/** True where the browser says that a page of another origin made the request, or is an older one that says so by `Origin`. */
export function isFromElsewhere(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin';
  const origin = request.headers.get('origin');
  return origin !== null && origin !== new URL(request.url).origin;
}

/** True only with proof. A browser says at least one of the two with every request that changes something. */
export function isFromOwnPage(request: Request): boolean {
  return (request.headers.has('sec-fetch-site') || request.headers.has('origin')) && !isFromElsewhere(request);
}
