import { DurableObject } from 'cloudflare:workers';
import { ByteReader } from '../envelope/byte-reader.ts';
import { maxEnvelopeBytes } from '../envelope/item-types.ts';
import { readEnvelopeHeader, readItems } from '../envelope/read-envelope.ts';

interface FloorEnv {
  ROWS: DurableObjectNamespace<Rows>;
}

/** One row per event and nothing else: what any design pays that stores before it answers. */
export class Rows extends DurableObject<FloorEnv> {
  constructor(context: DurableObjectState, env: FloorEnv) {
    super(context, env);
    context.storage.sql.exec('create table if not exists bodies (id integer primary key, body blob not null)');
  }

  store(body: Uint8Array): void {
    this.ctx.storage.sql.exec('insert into bodies (body) values (?)', body);
  }
}

/**
 * The floors of the benchmark. `/parse` reads and parses an envelope; `/durable` also stores the event's body in the object named by the path, as Picket would
 * name the issue's.
 */
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const body = new ByteReader(request.body ?? new Blob([]).stream(), maxEnvelopeBytes);
    const header = await readEnvelopeHeader(body);
    const items = await readItems(body, () => ({ kind: 'keep' }));
    if (!header.ok || !items.ok) return new Response('broken envelope', { status: 400 });
    const payload = items.value[0]?.payload ?? new Uint8Array();
    JSON.parse(new TextDecoder().decode(payload));
    if (pathname.startsWith('/durable/')) await env.ROWS.getByName(pathname).store(payload);
    return Response.json({ id: header.value.event_id });
  },
} satisfies ExportedHandler<FloorEnv>;
