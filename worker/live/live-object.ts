import { DurableObject } from 'cloudflare:workers';
import type { LiveMessage } from '../api/contract/live.ts';
import type { Env } from '../env.ts';
import type { Credential } from '../identity/credential.ts';
import { stillAllowed } from '../identity/still-allowed.ts';
import { projectorName } from '../storage/projector-object.ts';
import { boundShards } from '../storage/shards.ts';
import type { Changes } from './changes.ts';
import { Outlet } from './outlet.ts';

/** Who listens, and where. */
export interface Listener {
  organizationId: number;
  credential: Credential;
}

interface Attached extends Listener {
  /** When its credential was last found to be good, Unix milliseconds. */
  checkedAt: number;
}

/** The request that connects a listener carries it here, as JSON; no request from outside gets to the object. */
export const listenerHeader = 'x-picket-listener';

/** What may be read but a minute ago is taken to be readable still. */
const checkEveryMs = 60_000;
/** The object looks after its sockets this often while it has any. */
const roundMs = 5 * 60_000;
/** Projectors tell of changes for so long; two rounds may fail. */
const leaseMs = 12 * 60_000;
/** A page says `ping` every half minute; one that did not for so long is gone. */
const silentMs = 3 * 60_000;
const maxSockets = 1_000;

/** Closing codes, as the pages understand them. */
const closings = { signedOut: 4401, comeAgain: 1013, unexpected: 1008 };

/**
 * Tells the pages that look at an organization which issues changed: there is one for each. It sleeps while nothing happens, and the sockets stay open. Projectors tell it
 * of changes only while somebody listens, which it lets them know by leases; so where no dashboard is open, nothing is asked and nothing is told.
 *
 *   page ──socket──▶ live object ──lease──▶ projectors
 *   page ◀──ids────  live object ◀─changes─ projectors, api
 */
export class LiveObject extends DurableObject<Env> {
  readonly #outlet = new Outlet((changes) => this.ctx.waitUntil(this.#tell(changes)));
  #leasedUntil = 0;
  /** How often something was told to nobody. */
  #silences = 0;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    // Answered without waking the object.
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Connects a listener. A method cannot give back a socket. */
  override async fetch(request: Request): Promise<Response> {
    const listener: Listener = JSON.parse(request.headers.get(listenerHeader) ?? '');
    if (this.ctx.getWebSockets().length >= maxSockets) return new Response(null, { status: 503 });
    const { 0: client, 1: server } = new WebSocketPair();
    // Before the lease: a projector that hears of nobody forgets it.
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment({ ...listener, checkedAt: Date.now() } satisfies Attached);
    try {
      await this.#lease(listener.organizationId);
    } catch (error) {
      console.warn('a listener has to come again:', error);
      server.close(closings.comeAgain);
      return new Response(null, { status: 503 });
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  /** `changes` is the JSON of Changes. False where nobody listens. */
  publish(changes: string): boolean {
    const isHeard = this.ctx.getWebSockets().length > 0;
    if (isHeard) this.#outlet.add(JSON.parse(changes));
    // The projector takes that for the end of its lease.
    else {
      this.#leasedUntil = 0;
      this.#silences += 1;
    }
    return isHeard;
  }

  /** Looks after the sockets, so that none stays open that nobody may or does listen to. */
  override async alarm(): Promise<void> {
    const now = Date.now();
    for (const socket of this.ctx.getWebSockets()) if (now - this.#heardAt(socket) > silentMs) socket.close(closings.comeAgain);
    await this.#turnOut(0);
    const [socket] = this.#open();
    if (socket) await this.#lease(attachedTo(socket).organizationId);
  }

  /** Pages say nothing but `ping`, which does not come here. */
  override webSocketMessage(socket: WebSocket): void {
    socket.close(closings.unexpected);
  }

  /** Those that left or were let go are no longer open. */
  #open(): WebSocket[] {
    return this.ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
  }

  #heardAt(socket: WebSocket): number {
    return this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? attachedTo(socket).checkedAt;
  }

  /** Lets the projectors of all shards know that somebody listens, unless they know that for a while yet. */
  async #lease(organizationId: number): Promise<void> {
    const now = Date.now();
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(now + roundMs);
    if (this.#leasedUntil - now > leaseMs - roundMs / 2) return;
    const until = now + leaseMs;
    const silences = this.#silences;
    await Promise.all(boundShards(this.env).map((shard) => this.env.PROJECTORS.getByName(projectorName(shard)).watch(organizationId, until)));
    // It may be over already, where whoever came left at once.
    if (silences === this.#silences) this.#leasedUntil = until;
  }

  async #tell(changes: Changes): Promise<void> {
    await this.#turnOut(checkEveryMs);
    const message = JSON.stringify(messageOf(changes));
    for (const socket of this.#open()) socket.send(message);
  }

  /** Lets those go whose session ended, or who are members no longer, as far as that was not looked up within `maxAgeMs`. */
  async #turnOut(maxAgeMs: number): Promise<void> {
    const now = Date.now();
    const due = this.#open().filter((socket) => now - attachedTo(socket).checkedAt >= maxAgeMs);
    const [first] = due;
    if (!first) return;
    const credentials = due.map((socket) => attachedTo(socket).credential);
    try {
      const good = await stillAllowed(this.env, attachedTo(first).organizationId, credentials, 'event:read', now);
      for (const socket of due) {
        const attached = attachedTo(socket);
        if (good.has(attached.credential.hash)) socket.serializeAttachment({ ...attached, checkedAt: now } satisfies Attached);
        else socket.close(closings.signedOut);
      }
    } catch (error) {
      // Who cannot be looked up is told nothing; the pages come again.
      console.warn('listeners could not be looked up:', error);
      for (const socket of due) socket.close(closings.comeAgain);
    }
  }
}

function attachedTo(socket: WebSocket): Attached {
  return socket.deserializeAttachment();
}

function messageOf({ issues, projects, isEverywhere }: Changes): LiveMessage {
  return {
    issues: issues.map(({ issueId, projectId, kinds }) => ({ id: String(issueId), project: String(projectId), kinds: [...kinds] })),
    projects: projects.map(String),
    isEverywhere,
  };
}
