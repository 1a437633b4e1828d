import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { Keys } from '../ui/keys.tsx';
import { exactCount, shortCount } from '../ui/numbers.ts';
import type { SearchModel } from './search-model.ts';
import type { Suggestion } from './suggestion.ts';

interface CompletionProps {
  model: SearchModel;
  /** Of the field; the options are `id-0`, `id-1`, … */
  id: string;
  isOpen: boolean;
  onTake: (suggestion: Suggestion) => void;
}

/** How one may go on in the search field, under the word that is being typed. The focus stays in the field. */
export function Completion({ model, id, isOpen, onTake }: CompletionProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<HTMLSpanElement>(null);
  const suggestions = isOpen ? model.suggestions.value : [];
  const [first] = suggestions;
  const at = model.at.value;

  useEffect(() => {
    if (!isOpen || !box.current || !before.current) return;
    const scrolled = box.current.closest('.search')?.querySelector('input')?.scrollLeft ?? 0;
    box.current.style.setProperty('--word', `${Math.max(0, before.current.offsetWidth - scrolled)}px`);
  });
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  return (
    <div class="completion" ref={box} hidden={!isOpen} onPointerDown={(event) => event.preventDefault()}>
      <span class="before" aria-hidden="true" ref={before}>
        {first && !first.isWhole ? model.text.value.slice(0, first.start) : ''}
      </span>
      <div class="menu" id={`${id}-list`} role="listbox" aria-label="Suggestions" tabIndex={-1}>
        {groupsOf(suggestions).map(({ group, members }) => (
          <div key={group} role="group" aria-label={group}>
            <div class="menu-head" aria-hidden="true">
              {group}
            </div>
            {members.map(({ suggestion, index }) => (
              <div key={suggestion.id} role="option" id={`${id}-${index}`} aria-selected={index === at} onClick={() => onTake(suggestion)}>
                <bdi class="name clip">{suggestion.label}</bdi>
                {suggestion.about !== null && <span class="about clip">{suggestion.about}</span>}
                {suggestion.count !== null && (
                  <span class="end count" title={`${exactCount(suggestion.count)} events`}>
                    {shortCount(suggestion.count)}
                  </span>
                )}
              </div>
            ))}
          </div>
        ))}
      </div>
      <footer aria-hidden="true">
        <span>
          <Keys keys="ArrowUp ArrowDown" /> choose
        </span>
        <span>
          <Keys keys="Tab" /> take
        </span>
        <span>
          <Keys keys="Enter" /> {at >= 0 ? 'take' : 'search'}
        </span>
        <span class="syntax">
          <code>!key:value</code> <code>key:[a, b]</code> <code>(a OR b)</code>
        </span>
      </footer>
      <p class="visually-hidden" role="status">
        {isOpen && (suggestions.length === 1 ? '1 suggestion' : `${suggestions.length} suggestions`)}
      </p>
    </div>
  );
}

function groupsOf(suggestions: readonly Suggestion[]): { group: string; members: { suggestion: Suggestion; index: number }[] }[] {
  const groups = new Map<string, { suggestion: Suggestion; index: number }[]>();
  for (const [index, suggestion] of suggestions.entries()) groups.set(suggestion.group, [...(groups.get(suggestion.group) ?? []), { suggestion, index }]);
  return [...groups].map(([group, members]) => ({ group, members }));
}
