import type { Template } from './event.ts';
import { unlessEmpty, type Fields } from './fields.ts';

/** Where in a Django template it failed. */
export function readTemplate(fields: Fields): Template | undefined {
  const template = fields.object('template');
  if (!template) return undefined;
  return unlessEmpty({
    filename: template.text('filename', 256),
    abs_path: template.text('abs_path', 256),
    lineno: template.integer('lineno'),
    pre_context: template.texts('pre_context', 1024),
    context_line: template.text('context_line', 1024),
    post_context: template.texts('post_context', 1024),
  });
}
