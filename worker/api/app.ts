import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import type { Env } from '../env.ts';
import { notFound } from './refusals.ts';
import { routes } from './routes.ts';

/** Everything under /api/0; any other path is not found. */
export const api = new Hono<{ Bindings: Env }>().basePath('/api/0');

// Any origin, but never with its cookies: pages elsewhere bring a token.
api.use(
  cors({
    origin: '*',
    allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'X-Requested-With'],
    exposeHeaders: ['X-Sentry-Error', 'X-Sentry-Direct-Hit', 'X-Hits', 'X-Max-Hits', 'Endpoint', 'Retry-After', 'Link'],
    maxAge: 3600,
  }),
);

// Replies depend on who asks, so nobody in between may keep them, unless a handler says otherwise.
api.use(async (context, next) => {
  await next();
  if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
  context.header('x-content-type-options', 'nosniff');
});

// Some clients leave the last slash out, and a redirect would lose the body of a POST.
for (const { method, path, answer } of routes) api.on(method, [path, path.slice(0, -1)], answer);

api.notFound((context) => context.json({ detail: notFound().message }, 404));

/** The one place where what ended a request becomes its answer. Only bugs are logged, and none is shown. */
api.onError((error, context) => {
  if (error instanceof HTTPException) return error.res ?? context.json({ detail: error.message }, error.status);
  console.error(error);
  return context.json({ detail: 'Internal Error' }, 500);
});
