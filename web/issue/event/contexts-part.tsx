import type { JSX } from 'preact';
import { Icon } from '../../ui/icon.tsx';
import type { Context } from './contexts.ts';
import { Pairs } from './pairs.tsx';
import { Guard, Part } from './part.tsx';
import { EventText } from './text.tsx';

/** What surrounded the event: user, device, runtime, the team's own. */
export function ContextsPart({ contexts }: { contexts: readonly Context[] }): JSX.Element {
  return (
    <Part id="contexts" title="Contexts">
      <div class="ctxs">
        {contexts.map((context) => (
          <section class="ctx" key={context.key}>
            <h3 class="part-title">
              <Icon name={context.icon} small />
              <EventText value={context.title} max={100} />
            </h3>
            <Guard>
              <Pairs pairs={context.rows} isPlain metaOf={context.metaOf} />
            </Guard>
          </section>
        ))}
      </div>
    </Part>
  );
}
