import { useId } from 'preact/hooks';

interface LinesFieldProps {
  label: string;
  name: string;
  /** One entry a line. */
  defaultValue: string;
  hint: string;
  fault?: string | undefined;
  placeholder?: string;
}

/** A list that is typed, one entry a line. */
export function LinesField({ label, name, defaultValue, hint, fault, placeholder }: LinesFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        class="input lines"
        id={id}
        name={name}
        rows={Math.min(8, Math.max(2, defaultValue.split('\n').length + 1))}
        placeholder={placeholder}
        spellcheck={false}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={`${id}-note`}
        defaultValue={defaultValue}
      />
      <p class={fault ? 'fault' : 'hint'} id={`${id}-note`}>
        {fault ?? hint}
      </p>
    </div>
  );
}

/** The lines that somebody typed, without blank ones. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
