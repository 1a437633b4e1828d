import { TextField } from '../ui/field.tsx';

interface RetentionFieldProps {
  /** In days; null where nothing is said. */
  saved: number | null | undefined;
  /** What holds while nothing is said. */
  otherwise: string;
  fault: string | undefined;
}

/** How long events and everything else are kept. */
export function RetentionField({ saved, otherwise, fault }: RetentionFieldProps) {
  return (
    <TextField
      label="Keep for, in days"
      name="retentionDays"
      type="number"
      min={1}
      max={3650}
      defaultValue={saved == null ? '' : String(saved)}
      placeholder={otherwise}
      hint="Older events, attachments and statistics are deleted. An issue goes when nothing of it was seen for so long."
      fault={fault}
    />
  );
}

/** Nothing is null: what the level above says. What is no number is left for the API to refuse. */
export function readDays(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
