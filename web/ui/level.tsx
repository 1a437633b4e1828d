import type { Level as LevelName } from '../../worker/api/contract/values.ts';

const shapes: Record<LevelName, string> = {
  fatal: 'M4 1.2 7 4.4V13H1V4.4zM10 1.2l3 3.2V13H8V4.4z',
  error: 'm7 .8 4 4.3V13.2H3V5.1z',
  warning: 'M7 1.4 13.4 12.6H.6z',
  info: 'M7 2.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6',
  debug: 'M7 2.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6m0 1.8a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
};

/** A level as a shape with its word: two slats fatal, one slat error, triangle warning, disc info, ring debug. `withWord` shows the word as well. */
export function Level({ level, withWord = false }: { level: LevelName; withWord?: boolean }) {
  return (
    <>
      <span class={`level ${level}`} title={level}>
        <svg viewBox="0 0 14 14" aria-hidden="true">
          <path d={shapes[level]} />
        </svg>
        {!withWord && <span class="visually-hidden">{level}</span>}
      </span>
      {withWord && <span class="level-word">{level}</span>}
    </>
  );
}
