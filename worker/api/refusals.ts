import { HTTPException } from 'hono/http-exception';
import type { AuthenticationError } from '../identity/authenticate.ts';
import type { QueryError } from '../search/tree.ts';
import type { FieldErrors } from './contract/values.ts';

/* How handlers end a request: `throw notFound()`. The texts are Sentry's, since clients compare them. */

/** What somebody may not see answers just like what does not exist. */
export function notFound(): HTTPException {
  return new HTTPException(404, { message: 'The requested resource does not exist' });
}

export function forbidden(detail = 'You do not have permission to perform this action.'): HTTPException {
  return new HTTPException(403, { message: detail });
}

export function badRequest(detail: string): HTTPException {
  return new HTTPException(400, { message: detail });
}

/** A query that cannot be read, or not be answered, with the place to mark in it. */
export function badQuery({ message, start, end }: Pick<QueryError, 'message' | 'start' | 'end'>): HTTPException {
  return new HTTPException(400, { res: Response.json({ detail: message, position: { start, end } }, { status: 400 }) });
}

export function conflict(detail: string): HTTPException {
  return new HTTPException(409, { message: detail });
}

export function tooMany(detail: string): HTTPException {
  return new HTTPException(429, { message: detail });
}

/** Field → what is wrong with it. A field of an object is named `project.slug`. */
export function invalidFields(fields: FieldErrors): HTTPException {
  return new HTTPException(400, { res: Response.json(fields, { status: 400 }) });
}

/** The project of the path, `/api/0/projects/{org}/{project}/…`, has another slug by now. */
export function movedTo(url: URL, formerSlug: string, slug: string): HTTPException {
  const path = url.pathname.replace(/^(\/api\/0\/projects\/[^/]+\/)[^/]+/, `$1${slug}`);
  const location = `${path}${url.search}`;
  const reply = { slug, detail: { code: 'resource-moved', message: `${formerSlug} is now ${slug}`, extra: { url: location, slug } } };
  return new HTTPException(302, { res: Response.json(reply, { status: 302, headers: { location } }) });
}

export function unauthenticated(error: AuthenticationError): HTTPException {
  switch (error.reason) {
    case 'missing':
      return new HTTPException(401, { message: 'Authentication credentials were not provided.' });
    case 'invalid_token':
      return new HTTPException(401, { message: 'Invalid token' });
    case 'cross_site':
      return forbidden('A session may change things only from pages of this origin. Scripts use an API token.');
  }
}
