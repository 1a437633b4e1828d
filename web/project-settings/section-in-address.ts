import { useEffect } from 'preact/hooks';
import { type SectionId, sectionOf } from './sections.ts';

/** The section that an address of before meant, when all were one page: `#origins` is a part of the filters. */
export function sectionOfHash(hash: string): { section: SectionId; hash: string } {
  const name = hash.replace(/^#/, '');
  if (name === 'origins') return { section: 'filters', hash: '#origins' };
  return { section: sectionOf(name)?.id ?? 'general', hash: '' };
}

/** Goes to the part of the section that the address names, such as `#origins`, once it is there. */
export function usePartInAddress(isThere: boolean): void {
  useEffect(() => {
    if (isThere && location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [isThere]);
}
