import type { JSX } from 'preact';
import { CopyButton } from '../../ui/copy-button.tsx';
import { JsonValue } from './json-value.tsx';
import { Pairs } from './pairs.tsx';
import { Part } from './part.tsx';
import { asCurl, fullAddress } from './request.ts';
import type { Request } from './request.ts';
import { EventLink, EventText } from './text.tsx';
import { isFields } from './value.ts';

export function RequestPart({ request }: { request: Request }): JSX.Element {
  const command = asCurl(request);
  return (
    <Part id="request" title="Request" controls={command !== null && <CopyButton text={() => command} label="Copy as cURL" word="Copy as cURL" plain />}>
      <p class="request-line">
        <span class="verb">
          <EventText value={request.method ?? 'GET'} max={20} />
        </span>{' '}
        <code>
          <EventLink value={fullAddress(request)} />
        </code>
      </p>
      <div class="two">
        {request.body !== null && request.body !== '' && (
          <section aria-label="Body">
            <h3 class="part-title">Body</h3>
            {isFields(request.body) ? (
              <Pairs pairs={Object.entries(request.body)} />
            ) : typeof request.body === 'string' ? (
              <EventText value={request.body} lines />
            ) : (
              <JsonValue value={request.body} isOpen />
            )}
          </section>
        )}
        <PairSection title="Query" pairs={request.query} />
        <PairSection title="Headers" pairs={request.headers} />
        <PairSection title="Cookies" pairs={request.cookies} />
        <PairSection title="Environment of the server" pairs={request.env} />
      </div>
    </Part>
  );
}

function PairSection({ title, pairs }: { title: string; pairs: readonly [name: string, value: unknown][] }): JSX.Element | null {
  if (pairs.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 class="part-title">{title}</h3>
      <Pairs pairs={pairs} isPlain />
    </section>
  );
}
