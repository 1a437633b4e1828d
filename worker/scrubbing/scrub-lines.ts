import type { Attributes } from '../telemetry/attributes.ts';
import type { Line } from '../telemetry/telemetry.ts';
import type { Scrubber } from './compile.ts';
import type { Step } from './selector.ts';
import type { Shape } from './shape.ts';
import { sensitivityOfAttribute, telemetryShapes } from './telemetry-shapes.ts';
import { removed, typeOf, Walk } from './walk.ts';

/**
 * Takes out of lines of telemetry what nobody should keep. Changes what the lines hold: they were made a moment ago. Sessions, check-ins and profiles hold nothing
 * that is scrubbed; a transaction is an event and scrubbed as one.
 *
 * Source: relay-pii/src/eap.rs, relay-server/src/processing/{logs,trace_metrics,spans,replays}/process.rs
 */
export function scrubLines(lines: readonly Line[], scrubber: Scrubber): Line[] {
  if (scrubber.applications.length === 0) return [...lines];
  // One of each for all lines, since patterns of people may take so much time and no more.
  const scrubbers = new Map(telemetryShapes.map(({ kind, shape }) => [kind, new LineScrubber(scrubber, shape)]));
  return lines.map((line) => scrubbers.get(line.kind)?.scrub(line) ?? line);
}

class LineScrubber {
  readonly #shape: Shape;
  readonly #fields: Walk;
  readonly #advanced: Walk;
  readonly #classic: Walk;
  readonly #root: Step;

  constructor({ applications, advanced, classic }: Scrubber, shape: Shape) {
    this.#shape = shape;
    this.#root = { key: null, type: 'object', kind: shape.kind };
    this.#fields = new Walk(applications, null, shape.kind);
    this.#advanced = new Walk(advanced, null);
    this.#classic = new Walk(classic, null);
  }

  scrub(line: Line): Line {
    const { attributes, links, ...data } = line.data;
    this.#fields.scrubInside(data, this.#shape);
    return {
      ...line,
      data: {
        ...data,
        ...(attributes && { attributes: this.#scrubAttributes(attributes) }),
        ...(links && { links: links.map((link) => ({ ...link, attributes: this.#scrubAttributes(link.attributes) })) }),
      },
    };
  }

  /**
   * Advanced rules see an attribute as the object that it is; the classic scrubber sees its value under its name, so that a sensitive field called `value` is not
   * every attribute there is.
   */
  #scrubAttributes(attributes: Attributes): Attributes {
    const scrubbed: Attributes = {};
    const path: Step[] = [this.#root, { key: 'attributes', type: 'object', kind: undefined }];
    for (const [name, attribute] of Object.entries(attributes)) {
      const sensitivity = sensitivityOfAttribute(name);
      const whole: Step[] = [...path, { key: name, type: 'object', kind: undefined }];
      const before = attribute.value;
      const between = scrubValue(this.#advanced, whole, 'value', before, { sensitivity });
      // A rule for all there is means the value; one that does not reach it may still mean the attribute.
      if (between === before && sensitivity !== 'no' && this.#advanced.takesAt(whole, sensitivity)) continue;
      const value = between === removed ? removed : scrubValue(this.#classic, path, name, between, { sensitivity });
      if (value === removed) continue;
      scrubbed[name] = value === before ? attribute : { ...attribute, value, type: typeof value === 'string' ? 'string' : attribute.type };
    }
    return scrubbed;
  }
}

function scrubValue(walk: Walk, path: readonly Step[], key: string, value: unknown, shape: Shape): unknown {
  const type = typeOf(value);
  return type && shape.sensitivity !== 'no' ? walk.scrubAt([...path, { key, type, kind: undefined }], value, shape) : value;
}
