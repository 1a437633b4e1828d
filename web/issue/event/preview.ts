import type { Attachment } from '../../../worker/api/contract/event.ts';

const maxTextBytes = 512 * 1024;
const maxImageBytes = 20 * 1024 * 1024;

/** How a file can be shown on the page; null where it can only be downloaded. SVG is left out: it is markup of a stranger. */
export function previewOf({ name, mimetype, size }: Pick<Attachment, 'name' | 'mimetype' | 'size'>): 'image' | 'text' | null {
  if (/^image\/(png|jpeg|gif|webp|avif|bmp)$/i.test(mimetype)) return size <= maxImageBytes ? 'image' : null;
  if (/svg|html/i.test(mimetype)) return null;
  const isText = /^text\/|json|xml|yaml|x-log/i.test(mimetype) || /\.(txt|log|json|ya?ml|csv|md|ini|conf)$/i.test(name);
  return isText && size <= maxTextBytes ? 'text' : null;
}
