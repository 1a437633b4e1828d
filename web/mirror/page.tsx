import './mirror.css';
import { useComputed, useModel, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { captureDownloadUrl, deleteCapture, deleteCaptures } from '../api.ts';
import { Screen } from '../frame/screen.tsx';
import { capturePath, mirrorPath } from '../places.ts';
import { projectsCache } from '../resources.ts';
import { navigate, query, setQuery } from '../router.ts';
import { TypedConfirmation } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { lazily } from '../ui/lazy.tsx';
import { Menu } from '../ui/menu.tsx';
import { counted } from '../ui/numbers.ts';
import { showToast } from '../ui/toast.tsx';
import { CaptureBar } from './capture-bar.tsx';
import { ListPane } from './list-pane.tsx';
import { MirrorModel } from './mirror-model.ts';
import { OpenRequest } from './open-request.tsx';
import { copyAsCurl, download } from './request-actions.tsx';
import { SdkFilter } from './sdk-filter.tsx';
import { sourceOf } from './source.ts';
import { useLiveList } from './use-live-list.ts';
import { listSearch, readView } from './view.ts';

const StartDialog = lazily(async () => (await import('./start-dialog.tsx')).StartDialog);

interface MirrorPageProps {
  org: string;
  /** A slug; null for the requests that no project could be found for. */
  project: string | null;
  /** The request that is open; null for none. */
  captureId: string | null;
}

/** Every request as it came in, and what became of it. What is shown stands in the address. */
export function MirrorPage({ org, project, captureId }: MirrorPageProps): JSX.Element {
  const filter = useComputed(() => readView(query.value));
  const model = useModel(() => new MirrorModel(sourceOf(org, project), filter));
  const projects = useMemo(() => projectsCache.visit(org), [org]).value.value ?? [];
  const asking = useSignal<'start' | 'delete' | 'delete-all' | null>(null);
  const sdkField = useRef<HTMLInputElement>(null);
  const { fate, sdk } = filter.value;
  const search = listSearch({ fate, sdk });

  useEffect(() => void model.reload(), [model, search]);
  useLiveList(model);
  useEffect(() => {
    if (captureId !== null) model.at.value = captureId;
  }, [captureId]);

  const linkTo = (id: string): string => capturePath(org, project, id) + listSearch(filter.peek());
  const open = (id: string): void => navigate(linkTo(id), { stays: captureId !== null });
  const leave = (): void => navigate(mirrorPath(org, project) + listSearch(filter.peek()));
  const move = (by: number): void => {
    const target = model.move(by);
    if (target === null) return;
    document.getElementById(`capture-${target.id}`)?.scrollIntoView({ block: 'nearest' });
    // With a request open beside the list, moving reads on.
    if (captureId !== null) open(target.id);
  };
  const openAt = (): void => {
    const id = model.at.peek();
    if (id !== null) open(id);
  };
  const stop = async (): Promise<void> => {
    const before = model.settings.peek();
    const answer = await model.change({ mode: 'off', left: 100, minutes: null, sdk: null, key: null, isRaw: false });
    if (!answer.ok) showToast({ icon: 'circle-alert', text: answer.failure.message });
    else showToast({ text: `Capturing ended${before ? ` with ${counted(before.left, 'request')} to go` : ''}` });
  };
  const toggle = (): void => {
    if (project === null) return;
    if (model.isCapturing.peek()) void stop();
    else asking.value = 'start';
  };
  useKeys('Mirror', [
    { keys: 'j', label: 'Next request', run: () => move(1) },
    { keys: 'k', label: 'Previous request', run: () => move(-1) },
    { keys: 'Enter', label: 'Open', run: openAt },
    { keys: 'o', label: 'Open', run: openAt },
    { keys: 'u', label: 'Back to the list', run: leave },
    { keys: '/', label: 'Filter by SDK', run: () => sdkField.current?.select() },
    ...(project === null
      ? []
      : [
          { keys: 's', label: 'Start or stop capturing', icon: 'radio-tower' as const, run: toggle },
          { keys: 'h', label: 'Hold the list', icon: 'pause' as const, run: model.hold },
        ]),
    ...(captureId !== null
      ? [
          { keys: 'd', label: 'Download the request', icon: 'download' as const, run: () => download(captureDownloadUrl(org, project, captureId, 'envelope')) },
          { keys: 'c', label: 'Copy as cURL', icon: 'terminal' as const, run: () => void copyAsCurl(org, project, captureId) },
        ]
      : []),
  ]);

  const remove = async (): Promise<void> => {
    const [what, id] = [asking.peek(), captureId];
    asking.value = null;
    const answer = what === 'delete-all' ? await deleteCaptures(org, project) : id === null ? null : await deleteCapture(org, project, id);
    if (answer === null) return;
    if (!answer.ok) return showToast({ icon: 'circle-alert', text: answer.failure.message });
    showToast({ text: what === 'delete-all' ? 'All captures are deleted' : 'The capture is deleted' });
    leave();
    if (what === 'delete-all') await model.reload();
    else if (id !== null) model.forget(id);
  };

  const top = (
    <>
      <h1>Mirror</h1>
      <span class="faint-text lede">Every request as it came in</span>
      <span class="spacer" />
      <select
        class="select small quiet"
        aria-label="Project"
        value={project ?? ''}
        onChange={(event) => navigate(mirrorPath(org, event.currentTarget.value || null))}
      >
        <option value="">Without a project</option>
        {projects.map(({ slug }) => (
          <option key={slug}>{slug}</option>
        ))}
      </select>
      <select class="select small quiet" aria-label="Outcome" value={fate ?? ''} onChange={(event) => setQuery({ status: event.currentTarget.value || null })}>
        <option value="">Any outcome</option>
        <option value="kept">Kept</option>
        <option value="partly">Partly kept</option>
        <option value="refused">Refused</option>
      </select>
      <Menu
        class="button small quiet square"
        label="More of the mirror"
        trigger={<Icon name="ellipsis" small />}
        items={[{ label: 'Delete all captures', icon: 'trash-2', isDanger: true, run: () => (asking.value = 'delete-all') }]}
      />
    </>
  );
  return (
    <Screen title={project === null ? 'Mirror' : `Mirror of ${project}`} class={captureId === null ? 'mirror' : 'mirror reading'} top={top}>
      <div class="panes">
        <section class="requests" aria-label="Requests">
          <h2 class="visually-hidden">Requests</h2>
          <div class="requests-stay">
            <CaptureBar model={model} onStart={() => (asking.value = 'start')} onStop={() => void stop()} />
            <SdkFilter field={sdkField} sdk={sdk} />
            <ListPane
              org={org}
              project={project}
              model={model}
              isNarrowed={search !== ''}
              openId={captureId}
              hrefOf={linkTo}
              onStart={() => (asking.value = 'start')}
              projects={projects}
            />
          </div>
        </section>
        <article class="request" aria-label="Request">
          {captureId !== null && (
            <button class="button small quiet back" type="button" onClick={leave}>
              <Icon name="chevron-left" small />
              Requests
            </button>
          )}
          <OpenRequest org={org} project={project} openId={captureId} onDelete={() => (asking.value = 'delete')} />
        </article>
      </div>
      {asking.value === 'start' && project !== null && <StartDialog org={org} project={project} model={model} onClose={() => (asking.value = null)} />}
      {(asking.value === 'delete' || asking.value === 'delete-all') && (
        <TypedConfirmation
          title={asking.value === 'delete' ? 'Delete this capture' : 'Delete all captures'}
          consequence="What is kept of the request goes for good. The events and issues that came of it stay."
          word="delete"
          action="Delete for good"
          onConfirm={() => void remove()}
          onClose={() => (asking.value = null)}
        />
      )}
    </Screen>
  );
}
