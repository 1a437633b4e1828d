import type { JSX } from 'preact';
import { CopyButton } from '../../ui/copy-button.tsx';
import { JsonValue } from './json-value.tsx';
import { metaAt, metaOfPair, type Meta } from './meta.ts';
import { Pairs } from './pairs.tsx';
import { Part } from './part.tsx';
import { asCurl, fullAddress } from './request.ts';
import type { Request } from './request.ts';
import { EventLink, EventText } from './text.tsx';
import { ValueMarks } from './value-mark.tsx';
import { isFields } from '../../../worker/reading/value.ts';

/** `meta` mirrors the request. */
export function RequestPart({ request, meta }: { request: Request; meta: Meta }): JSX.Element {
  const command = asCurl(request);
  const ofPairs = (list: string) => (name: string, index: number, value: unknown) => metaOfPair(metaAt(meta, list), name, index, value);
  return (
    <Part id="request" title="Request" controls={command !== null && <CopyButton text={() => command} label="Copy as cURL" word="Copy as cURL" plain />}>
      <p class="request-line">
        <span class="verb">
          <EventText value={request.method ?? 'GET'} max={20} />
        </span>{' '}
        <code>
          <EventLink value={fullAddress(request)} />
        </code>
        <ValueMarks meta={metaAt(meta, 'url')} />
      </p>
      <div class="two">
        {request.body !== null && request.body !== '' && (
          <section aria-label="Body">
            <h3 class="part-title">Body</h3>
            {isFields(request.body) ? (
              <Pairs pairs={Object.entries(request.body)} metaOf={(name) => metaAt(meta, 'data', name)} />
            ) : typeof request.body === 'string' ? (
              <>
                <EventText value={request.body} lines />
                <ValueMarks meta={metaAt(meta, 'data')} />
              </>
            ) : (
              <JsonValue value={request.body} isOpen meta={metaAt(meta, 'data')} />
            )}
          </section>
        )}
        <PairSection title="Query" pairs={request.query} metaOf={ofPairs('query_string')} />
        <PairSection title="Headers" pairs={request.headers} metaOf={ofPairs('headers')} />
        <PairSection title="Cookies" pairs={request.cookies} metaOf={ofPairs('cookies')} />
        <PairSection title="Environment of the server" pairs={request.env} metaOf={(name) => metaAt(meta, 'env', name)} />
      </div>
    </Part>
  );
}

interface PairSectionProps {
  title: string;
  pairs: readonly [name: string, value: unknown][];
  metaOf: (name: string, index: number, value: unknown) => Meta;
}

function PairSection({ title, pairs, metaOf }: PairSectionProps): JSX.Element | null {
  if (pairs.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 class="part-title">{title}</h3>
      <Pairs pairs={pairs} isPlain metaOf={metaOf} />
    </section>
  );
}
