import { useEffect } from 'preact/hooks';

/** Goes to the section that the address names, such as `#filters`, once it is there. */
export function useSectionInAddress(isThere: boolean): void {
  useEffect(() => {
    if (isThere && location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [isThere]);
}
