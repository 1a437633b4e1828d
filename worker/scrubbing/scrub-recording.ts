import { isObject } from '../event/parse.ts';
import type { Scrubber } from './compile.ts';
import type { Shape } from './shape.ts';
import { Walk } from './walk.ts';

const customEvent = /"type"\s*:\s*5\b/;

/**
 * Scrubs a recording, one rrweb event of it at a time, as JSON. What the page and the user wrote there is masked by the client; only events that SDKs add themselves,
 * of type 5, hold texts of the application: the description and the data of their payload. All others stay as they are, byte by byte. Throws where one is no JSON.
 *
 * Source: relay-replays/src/recording.rs
 */
export function recordingScrubber({ applications }: Scrubber): (json: Uint8Array) => Uint8Array {
  if (applications.length === 0) return (json) => json;
  const walk = new Walk(applications, null, 'replay');
  return (json) => {
    const text = new TextDecoder().decode(json);
    if (!customEvent.test(text)) return json;
    const event: unknown = JSON.parse(text);
    if (!isObject(event) || event.type !== 5 || !isObject(event.data) || !isObject(event.data.payload)) return json;
    walk.scrubInside(event.data.payload, payloadShape);
    return new TextEncoder().encode(JSON.stringify(event));
  };
}

const payloadShape: Shape = { sensitivity: 'no', fields: { description: { sensitivity: 'yes' }, data: { sensitivity: 'yes' } } };
