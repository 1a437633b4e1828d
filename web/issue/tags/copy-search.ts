import type { TagValue } from '../../../worker/api/contract/tag.ts';
import { copyText } from '../../ui/copy-button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { searchFor } from './distribution.ts';

/** So much of a search fits into a toast. */
const maxShownChars = 80;

/** Copies the search for a value of a tag, and says so. */
export function copySearch({ key, value }: Pick<TagValue, 'key' | 'value'>): void {
  const search = searchFor(key, value);
  void copyText(search).then((isCopied) => {
    if (isCopied) showToast({ icon: 'copy', text: `Copied ${search.length > maxShownChars ? `${search.slice(0, maxShownChars)}…` : search}` });
  });
}
