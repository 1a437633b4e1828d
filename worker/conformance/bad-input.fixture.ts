import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Reply {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: { id?: string; detail?: string; causes?: string[] };
}

const pieceBytes = 16_384;

/**
 * Posts bytes as they are, and stops as soon as there is an answer: a refusal comes, as it should, before everything was sent. The server hangs up soon after an
 * early answer, and a client that has too much on the way by then never gets to see it. So this one sends in pieces, and when it was too fast it sends again, slower.
 */
export async function post(url: string, body: Uint8Array | string, headers: Record<string, string> = {}, pauseMs = 1): Promise<Reply> {
  let answer: Answer;
  try {
    answer = await postOnce(url, Buffer.from(body), headers, pauseMs);
  } catch (error) {
    if (pauseMs > 20) throw error;
    return post(url, body, headers, 4 * pauseMs);
  }
  return { status: answer.status, headers: answer.headers, body: readJson(answer) };
}

interface Answer extends Omit<Reply, 'body'> {
  text: string;
}

function readJson({ status, text }: Answer): Reply['body'] {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Answered ${status} and no JSON: ${text}`);
  }
}

async function postOnce(url: string, bytes: Buffer, headers: Record<string, string>, pauseMs: number): Promise<Answer> {
  const sent = request(url, { method: 'POST', agent: false, headers: { 'content-length': String(bytes.length), ...headers } });
  let unsent = bytes;
  const reply = new Promise<Answer>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
    });
  });
  const stopped = reply.then(stop, stop);
  function stop(): void {
    unsent = Buffer.alloc(0);
  }
  while (unsent.length > pieceBytes) {
    sent.write(unsent.subarray(0, pieceBytes));
    unsent = unsent.subarray(pieceBytes);
    await Promise.race([wait(pauseMs), stopped]);
  }
  sent.end(unsent);
  try {
    return await reply;
  } finally {
    sent.destroy();
  }
}

/** A client that does as it likes. */
export interface RawClient {
  /** What came back, once the connection is over. */
  answer: Promise<string>;
  hangUp: () => void;
}

/** Sends this text and nothing more. */
export async function sendText(url: string, text: string): Promise<RawClient> {
  const { socket, client } = await connectTo(url);
  socket.write(text);
  return client;
}

/** Sends this text a few bytes at a time. */
export async function dripText(url: string, text: string): Promise<RawClient> {
  const { socket, client } = await connectTo(url);
  socket.setNoDelay(true);
  for (let at = 0; at < text.length; at += 5) {
    socket.write(text.slice(at, at + 5));
    await wait(10);
  }
  return client;
}

async function connectTo(url: string): Promise<{ socket: Socket; client: RawClient }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // The server may hang up while there is more to send.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  // Not by `once`, which rejects at the first error.
  const answer = new Promise<string>((resolve) => socket.on('close', () => resolve(Buffer.concat(chunks).toString())));
  return { socket, client: { answer, hangUp: () => socket.destroy() } };
}
