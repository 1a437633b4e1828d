import type { CaptureHead } from '../mirror/capture-head.ts';
import type { CaptureRow } from '../storage/captures.ts';

/** A command that sends the captured request again, once the body was downloaded and the masked parts were filled in. */
export function curlOf({ id, method, keptBytes }: CaptureRow, { request, encoding }: CaptureHead): string {
  const headers = sentHeaders(request.headers, encoding).filter(([name]) => !unsent.test(name));
  const lines = [
    `curl -X ${quote(method)} ${quote(request.url)}`,
    ...headers.map(([name, value]) => `  -H ${quote(`${name}: ${value}`)}`),
    ...(keptBytes > 0 ? [`  --data-binary ${quote(`@capture-${id}.bin`)}`] : []),
  ];
  return `# Keys and secrets are masked: fill them in. The body is what …/captures/${id}/body/ gives.\n${lines.join(' \\\n')}\n`;
}

const unsent = /^(content-length|host|connection|transfer-encoding|cf-.*|x-real-ip|x-forwarded-.*)$/i;

/** The body may have been written anew, without its compression. */
function sentHeaders(headers: readonly [string, string][], encoding: string | null): [string, string][] {
  return headers.filter(([name]) => encoding !== null || name.toLowerCase() !== 'content-encoding');
}

/** For a shell, which takes nothing in single quotes for anything but text. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A tar of a folder with the request as `001.json` and its body as `001.bin`, which fixtures of recorded traffic are made of. */
export function fixtureOf({ id, method, capturedAt }: CaptureRow, { request, encoding, answer }: CaptureHead, body: Uint8Array): Uint8Array {
  const { pathname, search } = new URL(request.url);
  const described = {
    method,
    url: pathname + search,
    http_version: '1.1',
    headers: sentHeaders(request.headers, encoding),
    body_bytes: body.length,
    offset_ms: 0,
    answer,
  };
  const folder = `capture-${id}`;
  return Buffer.concat([
    ...tarEntry(`${folder}/001.json`, new TextEncoder().encode(`${JSON.stringify(described, null, 1)}\n`), capturedAt),
    ...tarEntry(`${folder}/001.bin`, body, capturedAt),
    new Uint8Array(2 * blockBytes),
  ]);
}

const blockBytes = 512;

/** Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, ustar Interchange Format */
function tarEntry(name: string, content: Uint8Array, at: number): Uint8Array[] {
  const header = Buffer.alloc(blockBytes);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(content.length, 11), 124);
  header.write(octal(Math.floor(at / 1000), 11), 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${octal(sum, 6)} `, 148);
  return [header, content, new Uint8Array((blockBytes - (content.length % blockBytes)) % blockBytes)];
}
