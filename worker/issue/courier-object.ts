import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import type { LifeCommand } from './life/life-command.ts';
import { issueObjectName } from './object-name.ts';

/** What is done to each of many issues. */
export type Order =
  | { type: 'change'; commands: readonly LifeCommand[] }
  | { type: 'loseAssignee'; assignee: string; userId: number; at: number }
  | { type: 'remove'; userId: number }
  /** Time does what is due by then. */
  | { type: 'grow'; at: number };

/** `gone`: there is no such issue any more, or it became a part of another. `unreachable`: its object did not answer. */
export type Delivery = 'done' | 'gone' | 'unreachable';

/** An issue by what names its object. */
export interface Addressee {
  projectId: number;
  hash: string;
}

/** What is to be done to one issue. */
export interface Errand extends Addressee {
  commands: readonly LifeCommand[];
}

const perCourier = 100;

/**
 * Does the same to many issues, and tells of each what became of it, in order. Any number of them: an invocation may make a thousand calls, so that couriers take a
 * hundred issues each and make those calls as invocations of their own.
 */
export async function deliver(env: Env, addressees: readonly Addressee[], order: Order): Promise<Delivery[]> {
  return sendCouriers(env, addressees, (courier, slice) => courier.deliver(slice, order));
}

/** The same where something else is done to each. */
export async function deliverEach(env: Env, errands: readonly Errand[]): Promise<Delivery[]> {
  return sendCouriers(env, errands, (courier, slice) => courier.deliverEach(slice));
}

async function sendCouriers<To extends Addressee>(
  env: Env,
  addressees: readonly To[],
  send: (courier: DurableObjectStub<CourierObject>, slice: readonly To[]) => Promise<Delivery[]>,
): Promise<Delivery[]> {
  const slices = Array.from({ length: Math.ceil(addressees.length / perCourier) }, (_, index) =>
    addressees.slice(index * perCourier, (index + 1) * perCourier),
  );
  const deliveries = await Promise.all(slices.map((slice) => sendCourier(env, slice, send)));
  return deliveries.flat();
}

/** A name that few requests share: couriers keep nothing, but each is one thread. */
async function sendCourier<To extends Addressee>(
  env: Env,
  addressees: readonly To[],
  send: (courier: DurableObjectStub<CourierObject>, slice: readonly To[]) => Promise<Delivery[]>,
): Promise<Delivery[]> {
  const [first] = addressees;
  if (!first) return [];
  try {
    return await send(env.COURIERS.getByName(issueObjectName(first.projectId, first.hash)), addressees);
  } catch (error) {
    console.warn('a courier did not come back:', error);
    return addressees.map(() => 'unreachable');
  }
}

/** Carries an order to issue objects. Keeps nothing. */
export class CourierObject extends DurableObject<Env> {
  async deliver(addressees: readonly Addressee[], order: Order): Promise<Delivery[]> {
    return Promise.all(addressees.map((addressee) => this.#deliverTo(addressee, order)));
  }

  async deliverEach(errands: readonly Errand[]): Promise<Delivery[]> {
    return Promise.all(errands.map(({ commands, ...addressee }) => this.#deliverTo(addressee, { type: 'change', commands })));
  }

  async #deliverTo({ projectId, hash }: Addressee, order: Order): Promise<Delivery> {
    const issue = this.env.ISSUES.getByName(issueObjectName(projectId, hash));
    try {
      switch (order.type) {
        case 'change':
          return (await issue.change(...order.commands)) ? 'done' : 'gone';
        case 'loseAssignee':
          return (await issue.loseAssignee(order.assignee, order.userId, order.at)) ? 'done' : 'gone';
        case 'remove':
          return (await issue.remove(order.userId)) ? 'done' : 'gone';
        case 'grow':
          await issue.grow(order.at);
          return 'done';
      }
    } catch (error) {
      console.warn(`issue ${projectId}:${hash} did not answer:`, error);
      return 'unreachable';
    }
  }
}
