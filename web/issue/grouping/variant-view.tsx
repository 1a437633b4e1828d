import type { JSX } from 'preact';
import type { GroupingComponent, GroupingVariant } from '../../../worker/api/contract/grouping.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { CutText, EventText } from '../event/text.tsx';

/** One look at an event: what it saw, what of it counts, and why the rest does not. */
export function VariantView({ variant }: { variant: GroupingVariant }): JSX.Element {
  const { description, hash, hint, hashMismatch, component, values, client_values: sent, matched_rule: rule } = variant;
  return (
    <details class={hash === null ? 'look passed-over' : 'look'} open={hash !== null}>
      <summary>
        <Icon name="chevron-right" small />
        <strong>{description}</strong>
        {hash === null ? <span class="faint-text">{hint ?? 'has nothing that counts'}</span> : <code class="look-hash">{hash}</code>}
        {hashMismatch && <Badge tone="strong">not a hash of its issue</Badge>}
      </summary>
      {rule && (
        <p class="look-rule">
          By the rule <code>{rule}</code>
          {sent && sent.length > 0 && <span class="faint-text"> instead of {sent.join(', ')}, which the SDK set</span>}
        </p>
      )}
      {values && (
        <ul class="part-list">
          {values.map((value, index) => (
            <Part key={index} isCounting name="fingerprint" text={value} hint={null} />
          ))}
        </ul>
      )}
      {component && (
        <ul class="part-list">
          <ComponentView component={component} isReached={component.contributes} />
        </ul>
      )}
    </details>
  );
}

/** `isReached`: nothing above it is left out. */
function ComponentView({ component, isReached }: { component: GroupingComponent; isReached: boolean }): JSX.Element {
  const { name, id, values, hint, contributes } = component;
  const isCounting = isReached && contributes;
  const parts = values.filter((value) => typeof value !== 'string');
  const text = values.filter((value) => typeof value === 'string').join('');
  if (parts.length === 0) return <Part isCounting={isCounting} name={name ?? id} text={text} hint={hint} />;
  // A frame is one line: its parts mostly count or not together.
  if (id === 'frame' && !isCounting)
    return <Part isCounting={false} name={name ?? id} text={parts.map(({ values: inner }) => inner.join('')).join(' ')} hint={hint} />;
  return (
    <li class={isCounting ? 'part' : 'part off'}>
      <span class="part-name">{name ?? id}</span> {hint && <span class="part-hint">{hint}</span>}
      <ul>
        {parts.map((part, index) => (
          <ComponentView key={index} component={part} isReached={isCounting} />
        ))}
      </ul>
    </li>
  );
}

function Part({ isCounting, name, text, hint }: { isCounting: boolean; name: string; text: string; hint: string | null }): JSX.Element {
  return (
    <li class={isCounting ? 'part' : 'part off'}>
      <span class="part-name">{name}</span> <code>{isCounting ? <EventText value={text} max={400} /> : <CutText value={text} />}</code>
      {!isCounting && <span class="visually-hidden"> does not count</span>}
      {hint && <span class="part-hint"> {hint}</span>}
    </li>
  );
}
