import { useEffect, useMemo } from 'preact/hooks';
import type { Organization } from '../../worker/api/contract/organization.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import type { Resource } from '../cache.ts';
import { NotFound } from '../frame/not-found.tsx';
import { installPath, issuesPath, mirrorPath, organizationSettingsPath, projectSettingsPath, projectsPath } from '../places.ts';
import { organizationCache, projectCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { SettingsBones } from '../settings/settings-bones.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { Icon } from '../ui/icon.tsx';
import { DiscardedSection } from './discarded-section.tsx';
import { FilterSection } from './filter-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { GroupingSection } from './grouping-section.tsx';
import { KeySection } from './key-section.tsx';
import { LimitSection } from './limit-section.tsx';
import { OwnershipSection } from './ownership-section.tsx';
import { RetentionSection } from './retention-section.tsx';
import { ScrubbingSection } from './scrubbing-section.tsx';
import { sectionOfHash } from './section-in-address.ts';
import { type SectionId, sectionOf, sections } from './sections.ts';

/** The settings of a project. `project` is its slug, `section` the name in the address; null for the address before there were sections. */
export function ProjectSettingsPage({ org, project: slug, section: id }: { org: string; project: string; section: string | null }) {
  const project = useMemo(() => projectCache.visit(org, slug), [org, slug]);
  const organization = useMemo(() => organizationCache.visit(org), [org]);
  const section = id === null ? sections[0] : sectionOf(id);
  useEffect(() => {
    if (id !== null) return;
    const meant = sectionOfHash(location.hash);
    navigate(projectSettingsPath(org, slug, meant.section) + meant.hash, { replace: true });
  }, [id]);
  if (!section) return <NotFound org={org} />;

  return (
    <SettingsScreen
      subject={project.value.value?.name ?? slug}
      path={[
        { label: 'Projects', href: projectsPath(org) },
        { label: slug, href: issuesPath(org, slug) },
      ]}
      groups={[
        { label: 'Project', links: sections.map((link) => ({ ...link, href: projectSettingsPath(org, slug, link.id) })) },
        {
          label: 'All projects',
          links: [
            { id: 'of-organization', label: 'Data scrubbing', href: organizationSettingsPath(org, 'scrubbing') },
            { id: 'of-organization', label: 'Retention', href: organizationSettingsPath(org, 'retention') },
          ],
        },
      ]}
      current={section}
      actions={
        <>
          <a class="button small quiet" href={mirrorPath(org, slug)}>
            <Icon name="radio-tower" small />
            Mirror
          </a>
          <a class="button small quiet" href={installPath(org, slug)}>
            <Icon name="terminal" small />
            Install
          </a>
        </>
      }
    >
      {project.value.value && organization.value.value ? (
        <SectionView key={`${project.value.value.id} ${section.id}`} id={section.id} org={org} project={project} organization={organization.value.value} />
      ) : (
        <SettingsBones
          failure={project.failure.value ?? organization.failure.value}
          retry={() => {
            void project.refresh();
            void organization.refresh();
          }}
        />
      )}
    </SettingsScreen>
  );
}

interface SectionViewProps {
  id: SectionId;
  org: string;
  project: Resource<Project>;
  organization: Organization;
}

function SectionView({ id, org, project: { value }, organization }: SectionViewProps) {
  const project = value.value;
  if (!project) return null;
  switch (id) {
    case 'general':
      return <GeneralSection org={org} project={project} />;
    case 'keys':
      return <KeySection org={org} slug={project.slug} />;
    case 'filters':
      return <FilterSection org={org} project={project} />;
    case 'limits':
      return <LimitSection org={org} project={project} />;
    case 'scrubbing':
      return <ScrubbingSection org={org} project={project} organization={organization} />;
    case 'grouping':
      return <GroupingSection org={org} project={project} />;
    case 'ownership':
      return <OwnershipSection org={org} project={project} />;
    case 'discarded':
      return <DiscardedSection org={org} project={project} />;
    case 'retention':
      return <RetentionSection org={org} project={project} organization={organization} />;
  }
}
