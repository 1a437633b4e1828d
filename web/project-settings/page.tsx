import './project-settings.css';
import { useMemo } from 'preact/hooks';
import { Crumbs, Screen } from '../frame/screen.tsx';
import { installPath, issuesPath, projectsPath } from '../places.ts';
import { keysCache, projectCache } from '../resources.ts';
import { Icon } from '../ui/icon.tsx';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { FilterSection } from './filter-section.tsx';
import { GeneralForm } from './general-form.tsx';
import { GroupingSection } from './grouping-section.tsx';
import { KeyList } from './key-list.tsx';
import { LimitSection } from './limit-section.tsx';
import { ScrubbingForm } from './scrubbing-form.tsx';
import { useSectionInAddress } from './section-in-address.ts';

/** Name, keys, data scrubbing, grouping, filters and limits of a project. `project` is its slug. */
export function ProjectSettingsPage({ org, project: slug }: { org: string; project: string }) {
  const project = useMemo(() => projectCache.visit(org, slug), [org, slug]);
  const keys = useMemo(() => keysCache.visit(org, slug), [org, slug]);
  useSectionInAddress(project.value.value !== null && keys.value.value !== null);
  const failure = project.failure.value ?? keys.failure.value;
  const retry = () => {
    void project.refresh();
    void keys.refresh();
  };

  return (
    <Screen
      title={`Settings · ${slug}`}
      class="project-settings"
      top={
        <>
          <Crumbs
            path={[
              { label: 'Projects', href: projectsPath(org) },
              { label: slug, href: issuesPath(org, slug) },
            ]}
            here="Settings"
          />
          <span class="spacer" />
          <a class="button small quiet" href={installPath(org, slug)}>
            <Icon name="terminal" small />
            Install
          </a>
        </>
      }
    >
      <div class="settings-page">
        <h1>Settings of {slug}</h1>
        {project.value.value && keys.value.value ? (
          <>
            <GeneralForm key={project.value.value.id} org={org} project={project.value.value} />
            <KeyList org={org} slug={slug} keys={keys} />
            <ScrubbingForm key={`scrubbing-${project.value.value.id}`} org={org} project={project.value.value} />
            <GroupingSection key={`grouping-${project.value.value.id}`} org={org} project={project.value.value} />
            <FilterSection key={`filters-${project.value.value.id}`} org={org} project={project.value.value} />
            <LimitSection key={`limits-${project.value.value.id}`} org={org} project={project.value.value} keys={keys} />
          </>
        ) : failure ? (
          <Failed title="The settings did not load" failure={failure} retry={retry} />
        ) : (
          <Loading label="Loading the settings">
            <div class="settings-bones">
              <Bone wide="30%" />
              <Bone />
              <Bone />
              <Bone wide="60%" />
            </div>
          </Loading>
        )}
      </div>
    </Screen>
  );
}
