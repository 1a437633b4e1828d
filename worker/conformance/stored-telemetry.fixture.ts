import { gunzipSync } from 'node:zlib';
import type { Instance } from './instance.fixture.ts';

export interface StoredLine {
  /** Name of the folder. */
  kind: string;
  data: Record<string, unknown>;
}

const objectsPerProject = 8;

/** Every line of telemetry that a project has in R2, after its objects were told to put there what they gather. */
export async function readStored({ runtime }: Instance, projectId: number): Promise<StoredLine[]> {
  const objects = await runtime.miniflare.getDurableObjectNamespace('TELEMETRY');
  for (let part = 0; part < objectsPerProject; part += 1) {
    const object: unknown = objects.get(objects.idFromName(`${projectId}:${part}`));
    if (isFlushable(object)) await object.flush();
  }
  const files = await runtime.miniflare.getR2Bucket('FILES');
  const prefix = `telemetry/${projectId}/`;
  const lines: StoredLine[] = [];
  for (const { key } of (await files.list({ prefix })).objects) {
    const bytes = await (await files.get(key))?.arrayBuffer();
    const texts = gunzipSync(new Uint8Array(bytes ?? new ArrayBuffer()))
      .toString()
      .split('\n');
    for (const text of texts) if (text !== '') lines.push({ kind: key.slice(prefix.length).split('/')[0] ?? '', data: JSON.parse(text) });
  }
  return lines;
}

function isFlushable(object: unknown): object is { flush(): Promise<void> } {
  return object !== null && object !== undefined;
}
