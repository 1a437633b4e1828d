import { useModel } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import { listReleases } from '../../api.ts';
import { matchWords } from '../../palette/match.ts';
import { counted } from '../../ui/numbers.ts';
import { Picker, type PickerOption } from '../../ui/picker.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import type { Resolution } from './deed.ts';
import { ReleaseFinder } from './release-finder.ts';

const shown = 20;

interface ReleasePickerProps {
  org: string;
  title: string;
  /** Slug: a release is one of a project. */
  project: string;
  anchor: HTMLElement | null;
  onResolve: (how: Resolution) => void;
  onClose: () => void;
}

/** The releases of a project, the newest first, found by what is typed. */
export function ReleasePicker({ org, title, project, anchor, onResolve, onClose }: ReleasePickerProps): JSX.Element {
  const finder = useModel(() => new ReleaseFinder((query, signal) => listReleases(org, { query, projects: [project], limit: shown }, signal)));
  useEffect(() => {
    void finder.search('');
    return () => finder.stop();
  }, []);
  const find = (text: string): PickerOption[] =>
    finder.found.value.flatMap(({ version, dateReleased, dateCreated, newGroups }) => {
      const pieces = matchWords(version, text);
      if (!pieces) return [];
      return [
        {
          key: version,
          icon: 'tag' as const,
          label: <bdi>{pieces.map((piece, index) => (piece.isMatch ? <mark key={index}>{piece.text}</mark> : piece.text))}</bdi>,
          sub: (
            <>
              <TimeAgo at={dateReleased ?? dateCreated} />
              {newGroups > 0 && `, ${counted(newGroups, 'new issue')}`}
            </>
          ),
          run: () => onResolve({ inRelease: version }),
        },
      ];
    });
  const { failure, isSearching } = finder;
  const none = failure.value?.message ?? (isSearching.value ? 'Looking…' : 'No release like that. One is known once an event names it, or CI announces it.');
  return <Picker title={title} placeholder="Version" none={none} anchor={anchor} find={find} onType={finder.type} onClose={onClose} />;
}
