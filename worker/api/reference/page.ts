import { html } from 'hono/html';
import { notate, type Piece } from './notation.ts';
import type { OpenApi, OpenApiParameter, Operation, Schema } from './openapi.ts';

type Html = ReturnType<typeof html>;

/** The reference as a page that needs no script to be read. Its style, and the script that searches it, are files of the dashboard. */
export async function renderReference({ info, tags, paths, components }: OpenApi): Promise<string> {
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ path, method: method.toUpperCase(), operation })),
  );
  const all = tags.map(({ name }) => ({ name, id: idOf(name), entries: entries.filter(({ operation }) => operation.tags.includes(name)) }));
  const sections = all.filter((section) => section.entries.length > 0);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API reference · Picket</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/plain.css" />
        <script src="/theme.js"></script>
        <script src="/reference.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the reference</a>
        <header>
          <h1>
            <a href="/"><img src="/mark.svg" width="20" height="20" alt="" /> Picket</a> API
          </h1>
          <label class="search" hidden
            ><span>Search</span
            ><input type="search" id="search" placeholder="issues, PUT, event:write …" autocomplete="off" spellcheck="false" aria-describedby="found"
          /></label>
          <p id="found" role="status"></p>
        </header>
        <nav aria-label="Topics">
          <ul>
            ${sections.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}
            <li><a href="#schemas">Schemas</a></li>
          </ul>
        </nav>
        <main id="content">
          <section class="introduction">
            <p>${info.description}</p>
            <p>
              Send <code>Authorization: Bearer &lt;token&gt;</code> with an API token. Lists come in pages: the <code>Link</code> header leads to the previous
              and the next. Errors are <code>{"detail": "…"}</code>, or of fields <code>{"field": ["…"]}</code>. Version ${info.version}, as
              <a href="/api/0/openapi.json">OpenAPI 3.1</a>.
            </p>
          </section>
          ${sections.map(
            ({ id, name, entries: own }) =>
              html`<section class="topic">
                <h2 id="${id}">${name}</h2>
                ${own.map(renderEntry)}
              </section>`,
          )}
          <section class="topic">
            <h2 id="schemas">Schemas</h2>
            ${Object.entries(components.schemas).map(renderSchema)}
          </section>
        </main>
      </body>
    </html> `;
  return String(await page);
}

interface Entry {
  path: string;
  method: string;
  operation: Operation;
}

function renderEntry({ path, method, operation }: Entry): Html {
  const { operationId, summary, security, parameters, requestBody, responses } = operation;
  const scopes = security.flatMap(({ token = [] }) => token);
  const needs = security.length === 0 ? 'nobody in particular' : scopes.length === 0 ? 'any token' : scopes.join(', ');
  const body = requestBody?.content['application/json'];
  return html`<details id="${operationId}" data-words="${[method, path, summary, ...scopes].join(' ').toLowerCase()}">
    <summary>
      <span class="method ${method.toLowerCase()}">${method}</span> <code class="path">${breakable(path)}</code>
      <span class="summary">${renderText(summary)}</span>
    </summary>
    <div class="entry">
      <p class="needs">Scope: <code>${needs}</code> <a class="anchor" href="#${operationId}">Link</a></p>
      ${
        parameters.length > 0
          ? html`<h3>Parameters</h3>
              <dl>${parameters.map(renderParameter)}</dl>`
          : ''
      }
      ${
        body
          ? html`<h3>Body</h3>
              ${renderNotation(body.schema)}`
          : ''
      }
      ${Object.entries(responses).map(([status, response]) => renderResponse(status, response))}
    </div>
  </details>`;
}

function renderParameter({ name, in: place, required, description, schema }: OpenApiParameter): Html {
  const one = isList(schema) ? schema.items : schema;
  const notes = [place === 'path' ? 'path' : required ? 'required' : '', isList(schema) ? 'may repeat' : ''].filter((note) => note !== '').join(', ');
  return html`<div>
    <dt><code>${name}</code>${notes === '' ? '' : html` <small>${notes}</small>`}</dt>
    <dd>${renderText(description)}${'enum' in one ? html` <code>${notate(one).join('')}</code>` : ''}</dd>
  </div>`;
}

function renderResponse(status: string, response: Operation['responses'][string]): Html | string {
  if (response.$ref !== undefined) return '';
  const reply = response.content?.['application/json'];
  return html`<h3>Reply <small>${status}</small></h3>
    ${reply ? renderNotation(reply.schema) : html`<p>No body.</p>`}`;
}

function renderSchema([name, schema]: [string, Schema]): Html {
  return html`<details id="schema-${name}" data-words="${name.toLowerCase()}">
    <summary><code class="path">${name}</code></summary>
    <div class="entry">${renderNotation(schema)}</div>
  </details>`;
}

function renderNotation(schema: Schema): Html {
  return html`<pre tabindex="0"><code>${notate(schema).map(renderPiece)}</code></pre>`;
}

function renderPiece(piece: Piece): Html | string {
  return typeof piece === 'string' ? piece : html`<a href="#schema-${piece.name}">${piece.name}</a>`;
}

/** What stands between backticks is code. */
function renderText(text: string): (Html | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}

/** Long paths may break after a slash. */
function breakable(path: string): (Html | string)[] {
  return path.split(/(?<=\/)/).map((part) => html`${part}<wbr />`);
}

function isList(schema: Schema): schema is Schema & { items: Schema } {
  return schema['type'] === 'array';
}

function idOf(topic: string): string {
  return topic.toLowerCase().replaceAll(' ', '-');
}
