/** Hands a request to the Worker over the service binding of web/wrangler.toml: the dashboard and the API are one origin, and nothing goes over the internet twice. */
export const forward: PagesFunction<{ WORKER: Fetcher }> = ({ request, env }) => env.WORKER.fetch(request);
