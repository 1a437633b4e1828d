/** Without the exposed headers, SDKs in browsers never see a rate limit. They belong on errors as well. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'x-sentry-error, x-sentry-rate-limits, retry-after, location, upload-offset, upload-length, upload-defer-length, upload-expires, tus-resumable, tus-version, ' +
    'tus-extension, tus-max-size',
  'cross-origin-resource-policy': 'cross-origin',
};

export function answerPreflight(): Response {
  return new Response(null, {
    status: 200,
    headers: {
      ...corsHeaders,
      'access-control-allow-methods': 'POST, GET, HEAD, PATCH, OPTIONS',
      'access-control-allow-headers':
        'x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, content-type, authentication, authorization, content-encoding, transfer-encoding, ' +
        'tus-resumable, upload-length, upload-offset, upload-defer-length, upload-metadata, x-http-method-override',
      'access-control-max-age': '3600',
    },
  });
}
