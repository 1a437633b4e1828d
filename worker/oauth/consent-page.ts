import { html } from 'hono/html';
import type { Viewer } from '../identity/authenticate.ts';
import { allows } from '../identity/scopes.ts';
import type { AuthorizationRequest } from './authorization-request.ts';

type Html = ReturnType<typeof html>;

/** Who wants what, and where one is sent afterwards: what the client says of itself is told as such. */
export async function renderConsent({ client, redirectUri, scopes }: AuthorizationRequest, { user, access }: Viewer, url: URL): Promise<Response> {
  const asksToWrite = scopes.includes('event:write');
  const reads = scopes.filter((scope) => scope !== 'event:write').join(', ');
  const target = new URL(redirectUri);
  const name = client.name === '' ? 'An app without a name' : `An app that calls itself “${client.name}”`;
  const body = html`<h1>Let an app in?</h1>
    <p><strong>${name}</strong> wants to use Picket in your name. You are signed in as ${user.email}.</p>
    <form method="post" action="${url.pathname}${url.search}">
      ${
        access.length === 1
          ? html`<input type="hidden" name="organization" value="${access[0]?.organization.id}" />
              <p>It would reach the organization <strong>${access[0]?.organization.name}</strong>.</p>`
          : html`<p>
              <label for="organization">It would reach the organization</label>
              <select id="organization" name="organization">
                ${access.map(({ organization }) => html`<option value="${organization.id}">${organization.name}</option>`)}
              </select>
            </p>`
      }
      ${reads === '' ? '' : html`<p>It could read projects, issues and events, with all that users met (<code>${reads}</code>).</p>`}
      ${
        asksToWrite && access.some(({ scopes: own }) => allows(own, 'event:write'))
          ? html`<p>
              <label><input type="checkbox" name="write" checked /> It may also resolve, assign and comment on issues (<code>event:write</code>)</label>
            </p>`
          : ''
      }
      <p>
        Afterwards you are sent to <code>${target.host === '' ? target.protocol : `${target.protocol}//${target.host}`}</code>. Allow this only if you have just
        asked an app of yours to connect.
      </p>
      <p class="answers"><button name="answer" value="allow">Allow</button> <button name="answer" value="deny">Deny</button></p>
    </form>`;
  // A form that is answered by a redirect must be allowed to lead there. Schemes of apps have no origin, whatever follows them.
  return page(body, 200, `'self' ${target.origin === 'null' ? target.protocol : target.origin}`);
}

export async function renderFault(text: string, status: number): Promise<Response> {
  return page(
    html`<h1>That did not work</h1>
      <p>${text}</p>
      <p><a href="/">Go to Picket</a></p>`,
    status,
    "'none'",
  );
}

async function page(body: Html, status: number, formAction: string): Promise<Response> {
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>Let an app in · Picket</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/plain.css" />
        <script src="/theme.js"></script>
      </head>
      <body class="consent">
        <main id="content">${body}</main>
      </body>
    </html> `;
  return new Response(String(text), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  });
}
