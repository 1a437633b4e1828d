import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Person } from '../../../worker/api/contract/participation.ts';
import type { Answer } from '../../api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Keys } from '../../ui/keys.tsx';
import { nextIndex } from '../../ui/roving.ts';
import { completed, findMentioned, startedMention } from './complete-mention.ts';
import { Markdown } from './markdown.tsx';

interface ComposerProps {
  label: string;
  /** Of the button that sends. */
  action: string;
  persons: readonly Person[];
  /** What is there already, when a comment is edited. */
  text?: string;
  send: (text: string) => Promise<Answer<unknown>>;
  /** Leaves without sending; absent where there is nowhere to go. */
  onCancel?: () => void;
}

/** Where a comment is written: Markdown with a preview, people completed after an `@`, sent by Ctrl or ⌘ with Enter. What was written stays until it is sent. */
export function Composer({ label, action, persons, text: before = '', send, onCancel }: ComposerProps): JSX.Element {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(before);
  const caret = useSignal(before.length);
  const isPreview = useSignal(false);
  const isSending = useSignal(false);
  const isOpen = useSignal(before !== '');
  const fault = useSignal<string | null>(null);
  const at = useSignal(0);
  /** Where a mention was waved away, so that it does not ask again. */
  const dismissed = useSignal<number | null>(null);

  const started = startedMention(text.value, caret.value);
  const people = started === null || dismissed.value === started.start ? [] : findMentioned(persons, started);
  const current = Math.min(at.value, people.length - 1);

  useEffect(() => {
    if (before === '') return;
    area.current?.focus();
    area.current?.setSelectionRange(before.length, before.length);
  }, []);

  const take = (person: Person | undefined): void => {
    if (person === undefined || started === null) return;
    const next = completed(text.peek(), caret.peek(), started, person, persons);
    text.value = next.text;
    caret.value = next.caret;
    at.value = 0;
    // The caret can only be put into the text once that is there.
    queueMicrotask(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const submit = async (event?: Event): Promise<void> => {
    event?.preventDefault();
    const written = text.peek().trim();
    if (written === '' || isSending.peek()) return;
    isSending.value = true;
    const answer = await send(written);
    isSending.value = false;
    fault.value = answer.ok ? null : answer.failure.message;
    if (!answer.ok) return;
    text.value = '';
    caret.value = 0;
    isPreview.value = false;
    isOpen.value = false;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
    else if (people.length > 0) {
      const next = nextIndex(event.key, current, people.length, 'vertical');
      if (next !== null && event.key.startsWith('Arrow')) at.value = next;
      else if (event.key === 'Enter' || event.key === 'Tab') take(people[current]);
      else if (event.key === 'Escape') dismissed.value = started?.start ?? null;
      else return;
    } else if (event.key === 'Escape') {
      if (onCancel) onCancel();
      else area.current?.blur();
    } else return;
    event.preventDefault();
  };
  const follow = (): void => {
    caret.value = area.current?.selectionStart ?? 0;
  };

  return (
    <form class={isOpen.value ? 'composer open' : 'composer'} onSubmit={submit}>
      {isPreview.value ? (
        <div class="preview" role="region" aria-label="Preview">
          <Markdown text={text.value} persons={persons} />
        </div>
      ) : (
        <textarea
          ref={area}
          class="input"
          aria-label={label}
          placeholder={`${label}, @ to mention`}
          rows={isOpen.value ? 4 : 1}
          value={text.value}
          aria-invalid={fault.value === null ? undefined : 'true'}
          aria-describedby={fault.value === null ? undefined : `${id}-fault`}
          aria-autocomplete="list"
          aria-controls={people.length > 0 ? `${id}-people` : undefined}
          aria-activedescendant={people.length > 0 ? `${id}-${current}` : undefined}
          onFocus={() => (isOpen.value = true)}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            at.value = 0;
            fault.value = null;
            follow();
          }}
          onKeyUp={follow}
          onClick={follow}
          onKeyDown={onKeyDown}
        />
      )}
      {people.length > 0 && !isPreview.value && (
        <div class="mentions menu" id={`${id}-people`} role="listbox" aria-label="Whom to mention">
          {people.map((person, index) => (
            <div
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === current}
              onMouseDown={(event) => {
                event.preventDefault();
                take(person);
              }}
            >
              <Avatar name={person.name || person.email} />
              <bdi class="clip">{person.name || person.email}</bdi>
              <span class="sub clip">{person.name === '' ? '' : person.email}</span>
            </div>
          ))}
        </div>
      )}
      <p class="visually-hidden" role="status">
        {people.length > 0 && `${people.length === 1 ? '1 member' : `${people.length} members`} to mention`}
      </p>
      {fault.value !== null && (
        <p class="fault" id={`${id}-fault`} role="alert">
          {fault.value}
        </p>
      )}
      {isOpen.value && (
        <div class="composer-foot">
          <button
            class="button small quiet"
            type="button"
            aria-pressed={isPreview.value}
            disabled={text.value.trim() === ''}
            onClick={() => (isPreview.value = !isPreview.value)}
          >
            Preview
          </button>
          <span class="hint">
            <Keys keys="mod+Enter" />
          </span>
          {onCancel && (
            <button class="button small quiet" type="button" onClick={onCancel}>
              Cancel
            </button>
          )}
          <button class="button small primary" type="submit" disabled={isSending.value || text.value.trim() === ''}>
            {action}
          </button>
        </div>
      )}
    </form>
  );
}
