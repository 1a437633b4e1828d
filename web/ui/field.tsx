import type { ComponentChildren, InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

interface Labelled {
  label: string;
  hint?: ComponentChildren;
  /** What is wrong with the value. It is read out with the field. */
  fault?: string | undefined;
}

/** A line of text with its label. Everything else is as for a native input. */
export function TextField({ label, hint, fault, id, ...input }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const ids = useFieldIds(id);
  return (
    <Frame label={label} hint={hint} fault={fault} ids={ids}>
      <input class="input" {...input} id={ids.field} aria-invalid={fault ? 'true' : undefined} aria-describedby={describedBy(ids, hint, fault)} />
    </Frame>
  );
}

/** One of several values. The options are children. */
export function SelectField({ label, hint, fault, id, children, ...select }: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const ids = useFieldIds(id);
  return (
    <Frame label={label} hint={hint} fault={fault} ids={ids}>
      <select class="select" {...select} id={ids.field} aria-invalid={fault ? 'true' : undefined} aria-describedby={describedBy(ids, hint, fault)}>
        {children}
      </select>
    </Frame>
  );
}

/** Several lines of text. */
export function TextAreaField({ label, hint, fault, id, ...area }: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const ids = useFieldIds(id);
  return (
    <Frame label={label} hint={hint} fault={fault} ids={ids}>
      <textarea class="input" {...area} id={ids.field} aria-invalid={fault ? 'true' : undefined} aria-describedby={describedBy(ids, hint, fault)} />
    </Frame>
  );
}

interface Ids {
  field: string;
  hint: string;
  fault: string;
}

function useFieldIds(id: InputHTMLAttributes['id']): Ids {
  const own = useId();
  const field = typeof id === 'string' ? id : own;
  return { field, hint: `${field}-hint`, fault: `${field}-fault` };
}

function describedBy(ids: Ids, hint: ComponentChildren, fault: string | undefined): string | undefined {
  return fault ? ids.fault : hint ? ids.hint : undefined;
}

function Frame({ label, hint, fault, ids, children }: Labelled & { ids: Ids; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={ids.field}>{label}</label>
      {children}
      {fault && (
        <p class="fault" id={ids.fault}>
          {fault}
        </p>
      )}
      {hint && !fault && (
        <p class="hint" id={ids.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
