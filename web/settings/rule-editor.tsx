import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { offsetOf, readRuleFaults } from './rule-faults.ts';

/** Rules, one a line, with numbers beside them. A line that cannot be read is marked, and said below what is wrong with it. */
export function RuleEditor({
  label,
  name,
  value,
  hint,
  faults,
}: {
  label: string;
  name: string;
  value: string;
  hint: ComponentChildren;
  faults: readonly string[];
}) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLOListElement>(null);
  const lineCount = useSignal(countLines(value));
  const found = readRuleFaults(faults);
  const marked = new Set(found.map(({ line }) => line));

  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="rule-editor">
        <ol class="rule-lines" ref={numbers} aria-hidden="true">
          {Array.from({ length: lineCount.value }, (_, index) => (
            <li key={index} class={marked.has(index + 1) ? 'wrong' : undefined}>
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          id={id}
          class="input code"
          ref={area}
          name={name}
          rows={8}
          wrap="off"
          spellcheck={false}
          defaultValue={value}
          aria-invalid={found.length > 0 ? 'true' : undefined}
          aria-describedby={`${id}-note`}
          onInput={({ currentTarget }) => (lineCount.value = countLines(currentTarget.value))}
          onScroll={({ currentTarget }) => numbers.current?.scrollTo({ top: currentTarget.scrollTop })}
        />
      </div>
      <div id={`${id}-note`}>
        {found.length === 0 ? (
          <p class="hint">{hint}</p>
        ) : (
          <ul class="rule-faults">
            {found.map((fault) => (
              <li key={`${fault.line}:${fault.column}`}>
                <button type="button" class="link" onClick={() => area.current && select(area.current, fault)}>
                  Line {fault.line}, column {fault.column}
                </button>{' '}
                <span class="fault">{fault.message}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function countLines(text: string): number {
  return text.split('\n').length;
}

/** From where reading failed to the end of the line. */
function select(area: HTMLTextAreaElement, fault: { line: number; column: number }): void {
  const from = offsetOf(area.value, fault);
  const end = area.value.indexOf('\n', from);
  area.focus();
  area.setSelectionRange(from, end < 0 ? area.value.length : end);
}
