import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { IssueObject as SoundIssueObject } from '../issue/issue-object.ts';

export { default, CourierObject, LimitObject, LiveObject, MirrorObject, ProjectorObject, Reporter, TelemetryObject } from '../index.ts';

/**
 * The Worker as it is, but for issue objects that do what the text under `conformance/fault` in R2 says:
 *
 *   throw   refuse to record, as an overloaded object does
 *   hang    record after longer than anybody waits
 *   crash   record, and break down before the answer is out
 */
export class IssueObject extends DurableObject<Env> {
  readonly #sound: SoundIssueObject;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.#sound = new SoundIssueObject(context, env);
  }

  async record(...call: Parameters<SoundIssueObject['record']>): Promise<ReturnType<SoundIssueObject['record']>> {
    const fault = await (await this.env.FILES.get('conformance/fault'))?.text();
    if (fault === 'throw') throw new Error('overloaded, as the test wants it');
    if (fault === 'hang') await scheduler.wait(7_000);
    const answer = this.#sound.record(...call);
    if (fault === 'crash') this.ctx.abort('crashed, as the test wants it');
    return answer;
  }

  change(...call: Parameters<SoundIssueObject['change']>): ReturnType<SoundIssueObject['change']> {
    return this.#sound.change(...call);
  }

  remove(...call: Parameters<SoundIssueObject['remove']>): ReturnType<SoundIssueObject['remove']> {
    return this.#sound.remove(...call);
  }

  expire(...call: Parameters<SoundIssueObject['expire']>): ReturnType<SoundIssueObject['expire']> {
    return this.#sound.expire(...call);
  }

  body(...call: Parameters<SoundIssueObject['body']>): ReturnType<SoundIssueObject['body']> {
    return this.#sound.body(...call);
  }

  project(...call: Parameters<SoundIssueObject['project']>): ReturnType<SoundIssueObject['project']> {
    return this.#sound.project(...call);
  }

  override alarm(): Promise<void> {
    return this.#sound.alarm();
  }
}
