import { useEffect, useMemo } from 'preact/hooks';
import type { Organization } from '../../worker/api/contract/organization.ts';
import { NotFound } from '../frame/not-found.tsx';
import { organizationSettingsPath, projectsPath } from '../places.ts';
import { organizationCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { SettingsBones } from '../settings/settings-bones.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { RetentionSection } from './retention-section.tsx';
import { ScrubbingSection } from './scrubbing-section.tsx';

const sections = [
  { id: 'scrubbing', label: 'Data scrubbing' },
  { id: 'retention', label: 'Retention' },
] as const;

/** What holds for all projects of an organization. `section` is the name in the address; null for the address before there were sections. */
export function OrganizationSettingsPage({ org, section: id }: { org: string; section: string | null }) {
  const organization = useMemo(() => organizationCache.visit(org), [org]);
  const section = sections.find((candidate) => candidate.id === id);
  useEffect(() => {
    if (id === null) navigate(organizationSettingsPath(org), { replace: true });
  }, [id]);
  if (id !== null && !section) return <NotFound org={org} />;

  return (
    <SettingsScreen
      subject={organization.value.value?.name ?? org}
      path={[{ label: 'Projects', href: projectsPath(org) }]}
      groups={[{ label: 'Organization', links: sections.map((link) => ({ ...link, href: organizationSettingsPath(org, link.id) })) }]}
      current={section ?? sections[0]}
    >
      {organization.value.value ? (
        <SectionView key={id} id={section?.id ?? 'scrubbing'} org={org} organization={organization.value.value} />
      ) : (
        <SettingsBones failure={organization.failure.value} retry={() => void organization.refresh()} />
      )}
    </SettingsScreen>
  );
}

function SectionView({ id, org, organization }: { id: (typeof sections)[number]['id']; org: string; organization: Organization }) {
  if (!organization.access?.includes('org:write')) {
    return (
      <fieldset class="read-only" disabled>
        <legend class="quiet-text">Only managers and owners of the organization can change this.</legend>
        <Fields id={id} org={org} organization={organization} />
      </fieldset>
    );
  }
  return <Fields id={id} org={org} organization={organization} />;
}

function Fields({ id, org, organization }: { id: (typeof sections)[number]['id']; org: string; organization: Organization }) {
  switch (id) {
    case 'scrubbing':
      return <ScrubbingSection org={org} organization={organization} />;
    case 'retention':
      return <RetentionSection org={org} organization={organization} />;
  }
}
