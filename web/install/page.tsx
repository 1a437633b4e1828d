import './install.css';
import { useEffect, useMemo } from 'preact/hooks';
import { type Failure, getProject, listIssues } from '../api.ts';
import { Crumbs, Screen } from '../frame/screen.tsx';
import { issuesPath, projectSettingsPath, projectsPath } from '../places.ts';
import { keysCache, projectsCache } from '../resources.ts';
import { query, setQuery } from '../router.ts';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { AwaitBar, AwaitPanel } from './await.tsx';
import { guides } from './guides.ts';
import { createInstallModel } from './install-model.ts';
import { PlatformPicker } from './platform-picker.tsx';
import { type PlatformId, platformOf, platforms } from './platforms.ts';
import { SnippetBox } from './snippet-box.tsx';
import { TokenNote } from './token-note.tsx';

/** How to send the first event, and the wait for it. `project` is a slug. */
export function InstallPage({ org, project: slug }: { org: string; project: string }) {
  const model = useMemo(
    () =>
      createInstallModel({
        getProject: () => getProject(org, slug),
        getNewestIssue: async () => {
          const answer = await listIssues(org, { query: '', projects: [slug], limit: 1 });
          return answer.ok ? { ok: true, value: answer.value.items[0] ?? null } : answer;
        },
        now: () => performance.now(),
        isSeen: () => document.visibilityState === 'visible',
      }),
    [org, slug],
  );
  useEffect(() => model.watch(), [model]);
  const isReceived = model.isReceived.value;
  useEffect(() => {
    // The list beside the page still says that this project waits.
    if (isReceived) void projectsCache.visit(org).refresh();
  }, [isReceived]);

  const keys = useMemo(() => keysCache.visit(org, slug), [org, slug]);
  const key = keys.value.value?.find(({ isActive }) => isActive);
  const project = model.project.value;
  const platform = chosenPlatform(query.value.get('platform'), project?.platform ?? null);

  const choose = (next: PlatformId) => setQuery({ platform: next }, { replace: true });

  return (
    <Screen
      title={`Install · ${slug}`}
      class="install"
      top={
        <>
          <Crumbs
            path={[
              { label: 'Projects', href: projectsPath(org) },
              { label: slug, href: projectSettingsPath(org, slug) },
            ]}
            here="Install"
          />
          <span class="spacer" />
          <a class="button small quiet" href={issuesPath(org, slug)}>
            {project?.firstEvent === null ? 'Skip for now' : 'To the issues'}
          </a>
        </>
      }
    >
      <div class="install-page">
        <div class="steps">
          <header>
            <h1>{model.wasInUse.value ? 'Install the SDK' : 'Send the first event'}</h1>
            <p class="quiet-text">Picket speaks the protocol of the Sentry SDKs. Use theirs, with the address below; nothing else changes.</p>
          </header>
          <TokenNote />
          {key && project ? (
            <>
              <PlatformPicker selected={platform} onSelect={choose} />
              <Guide platform={platform} dsn={key.dsn.public} project={slug} />
            </>
          ) : (
            <Missing
              org={org}
              slug={slug}
              failure={keys.failure.value ?? (project ? null : model.failure.value)}
              hasNoKey={keys.value.value !== null && !key}
              retry={() => void keys.refresh()}
            />
          )}
        </div>
        <AwaitPanel org={org} model={model} hasActiveKey={key !== undefined} />
      </div>
      {!isReceived && <AwaitBar model={model} />}
    </Screen>
  );
}

function Guide({ platform, dsn, project }: { platform: PlatformId; dsn: string; project: string }) {
  return (
    <ol class="how" key={platform}>
      {guides[platform]({ dsn, project }).map(({ title, text, snippets }) => (
        <li key={title}>
          <h2>{title}</h2>
          {text && <p class="quiet-text">{text}</p>}
          {snippets.map((snippet) => (
            <SnippetBox key={snippet.label} snippet={snippet} />
          ))}
        </li>
      ))}
    </ol>
  );
}

interface MissingProps {
  org: string;
  slug: string;
  failure: Failure | null;
  hasNoKey: boolean;
  retry: () => void;
}

/** Why there is no guide: it did not load, there is no key, or it is on its way. */
function Missing({ org, slug, failure, hasNoKey, retry }: MissingProps) {
  if (failure) return <Failed title="The guide did not load" failure={failure} retry={retry} />;
  if (hasNoKey) {
    return (
      <Empty
        title="No active key"
        action={
          <a class="button" href={projectSettingsPath(org, slug, 'keys')}>
            To the keys
          </a>
        }
      >
        Events are taken in with a key only. Make one, or turn one on.
      </Empty>
    );
  }
  return (
    <Loading label="Loading the guide">
      <div class="guide-bones">
        <Bone />
        <Bone wide="70%" />
        <Bone wide="40%" />
      </div>
    </Loading>
  );
}

/** What the address says, else what the project is. */
function chosenPlatform(fromAddress: string | null, ofProject: string | null): PlatformId {
  return platforms.find(({ id }) => id === fromAddress)?.id ?? platformOf(ofProject);
}
