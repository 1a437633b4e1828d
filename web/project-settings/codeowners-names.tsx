import { useId, useMemo } from 'preact/hooks';
import type { Codeowners } from '../../worker/api/contract/ownership.ts';
import { membersCache, teamsCache } from '../resources.ts';

interface CodeownersNamesProps {
  org: string;
  file: Codeowners;
  onChange: (associations: Codeowners['associations']) => Promise<void>;
}

/** The names in a file that lead to nobody here, and who was said to be meant by others. */
export function CodeownersNames({ org, file: { errors, associations }, onChange }: CodeownersNamesProps) {
  const missing = [...errors.missing_external_teams, ...errors.missing_external_users];
  const emails = errors.missing_user_emails;
  const told = Object.keys(associations).filter((name) => !missing.includes(name));
  if (missing.length + emails.length + told.length === 0) return null;
  return (
    <div class="codeowners-names">
      {missing.length + told.length > 0 && (
        <ul>
          {[...missing, ...told].map((name) => (
            <NameLine
              key={name}
              org={org}
              name={name}
              owner={associations[name] ?? ''}
              onChoose={(owner) => {
                const { [name]: _, ...others } = associations;
                return onChange(owner === '' ? others : { ...others, [name]: owner });
              }}
            />
          ))}
        </ul>
      )}
      {emails.length > 0 && <p class="faint-text">Nobody in this organization has the email {emails.join(', ')}.</p>}
    </div>
  );
}

interface NameLineProps {
  org: string;
  name: string;
  /** `#team` or an email; empty for nobody. */
  owner: string;
  onChoose: (owner: string) => Promise<void>;
}

function NameLine({ org, name, owner, onChoose }: NameLineProps) {
  const id = useId();
  const teams = useMemo(() => teamsCache.visit(org), [org]).value.value ?? [];
  const members = useMemo(() => membersCache.visit(org), [org]).value.value ?? [];
  const known = [...teams.map(({ slug }) => `#${slug}`), ...members.map(({ email }) => email)];
  return (
    <li>
      <label for={id}>
        <code>{name}</code> is
      </label>
      <select class="select" id={id} value={owner} onChange={({ currentTarget }) => void onChoose(currentTarget.value)}>
        <option value="">nobody known here</option>
        {owner !== '' && !known.includes(owner) && <option value={owner}>{owner}, who is gone</option>}
        {known.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </li>
  );
}
