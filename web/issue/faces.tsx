import type { JSX } from 'preact';
import type { Person } from '../../worker/api/contract/participation.ts';
import { Avatar } from '../ui/avatar.tsx';

const maxFaces = 8;

/** People in a row, by name on hover; how many more there are. */
export function Faces({ people }: { people: readonly (Person & { note?: string })[] }): JSX.Element {
  const rest = people.length - maxFaces;
  return (
    <ul class="faces">
      {people.slice(0, maxFaces).map(({ id, name, email, note }) => (
        <li key={id} title={[name || email, note].filter(Boolean).join(', ')}>
          <Avatar name={name || email} />
          <span class="visually-hidden">{name || email}</span>
        </li>
      ))}
      {rest > 0 && <li class="faint-text">+{rest.toLocaleString()}</li>}
    </ul>
  );
}
