import { useComputed, useModel, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { changeIssue, changeIssues, deleteIssue } from '../api.ts';
import { Crumbs, Screen } from '../frame/screen.tsx';
import { LiveState } from '../live/live-state.tsx';
import { useLive } from '../live/use-live.ts';
import { eventPath, issuePath, issuesPath } from '../places.ts';
import { navigate, query, setQuery } from '../router.ts';
import { CopyButton, copyText } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { lazily } from '../ui/lazy.tsx';
import { useMedia } from '../ui/media.ts';
import { shortCount } from '../ui/numbers.ts';
import { Failed } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { showToast } from '../ui/toast.tsx';
import type { Deed } from './actions/deed.ts';
import type { Asking } from './actions/deed-dialogs.tsx';
import { deedKeys } from './actions/deed-keys.ts';
import { peopleOf } from './actions/people.ts';
import { Aside } from './aside.tsx';
import { EventBar } from './event-bar.tsx';
import { issueAsMarkdown } from '../../worker/reading/markdown.ts';
import { Guard } from './event/part.tsx';
import { EventTab } from './event-tab.tsx';
import { noEventsView } from './events/view.ts';
import { Facts } from './facts.tsx';
import { followIssue } from './follow.ts';
import { Head } from './head.tsx';
import { IssueActions } from './issue-actions.tsx';
import { IssueModel } from './issue-model.ts';
import { Neighbours } from './neighbours.tsx';
import { IssueSkeleton } from './skeleton.tsx';
import { events, forgetEvents, issueLists, issues, lastList } from './store.ts';
import './issue.css';

const DeedDialogs = lazily(async () => (await import('./actions/deed-dialogs.tsx')).DeedDialogs);
const ShareDialog = lazily(async () => (await import('./actions/share-dialog.tsx')).ShareDialog);
const ActivityTab = lazily(async () => (await import('./activity-tab.tsx')).ActivityTab);
const EventsTab = lazily(async () => (await import('./events/events-tab.tsx')).EventsTab);
const GroupingTab = lazily(async () => (await import('./grouping/grouping-tab.tsx')).GroupingTab);
const MergedTab = lazily(async () => (await import('./family/merged-tab.tsx')).MergedTab);
const ReportsTab = lazily(async () => (await import('./reports-tab.tsx')).ReportsTab);
const SimilarTab = lazily(async () => (await import('./family/similar-tab.tsx')).SimilarTab);
const TagsTab = lazily(async () => (await import('./tags/tags-tab.tsx')).TagsTab);

const tabNames = ['event', 'events', 'feedback', 'tags', 'activity', 'similar', 'merged', 'grouping'] as const;
type TabName = (typeof tabNames)[number];

/** An issue with one of its events. `eventId` may also be `latest`, `oldest` or `recommended`; null means the last. */
export function IssuePage({ org, issueId, eventId }: { org: string; issueId: string; eventId: string | null }): JSX.Element {
  const choice = eventId ?? 'recommended';
  const resource = useMemo(() => issues.visit(org, issueId), [org, issueId]);
  const chosen = useMemo(() => events.visit(org, issueId, choice), [org, issueId, choice]);
  const issue = resource.value.value;
  if (issue === null) {
    const failure = resource.failure.value;
    return (
      <Screen title="Issue" class="issue" top={<Crumbs path={[{ label: 'Issues', href: issuesPath(org) + lastList.peek().search }]} here={issueId} />}>
        {failure === null ? (
          <IssueSkeleton />
        ) : (
          <Failed
            title={failure.reason === 'not_found' ? 'There is no such issue' : 'The issue could not be read'}
            failure={failure}
            retry={() => void resource.refresh()}
          />
        )}
      </Screen>
    );
  }
  return <LoadedIssue key={issueId} org={org} issue={issue} issueId={issueId} choice={choice} resource={resource} chosen={chosen} />;
}

interface LoadedIssueProps {
  org: string;
  issue: Issue;
  issueId: string;
  choice: string;
  resource: ReturnType<typeof issues.visit>;
  chosen: ReturnType<typeof events.visit>;
}

function LoadedIssue({ org, issue, issueId, choice, resource, chosen }: LoadedIssueProps): JSX.Element {
  const model = useModel(
    () =>
      new IssueModel(
        resource,
        {
          change: async (body) => {
            const answer = await changeIssue(org, issueId, body);
            if (answer.ok) issueLists.expire();
            return answer;
          },
          remove: async () => {
            const answer = await deleteIssue(org, issueId);
            if (answer.ok) issueLists.expire();
            return answer;
          },
          discard: async () => {
            const answer = await changeIssues(org, { ids: [issue.id] }, { discard: true });
            if (answer.ok) issueLists.expire();
            const [refused] = answer.ok ? (answer.value?.failed ?? []) : [];
            return refused ? { ok: false, failure: { reason: 'failed', status: 409, message: refused.detail } } : answer;
          },
        },
        (text, undo) => showToast(undo === null ? { text } : { text, undo }),
      ),
  );
  const people = useMemo(() => peopleOf(org), [org]);
  const asking = useSignal<Asking | null>(null);
  const isSharing = useSignal(false);
  useEffect(() => void model.see(), [model]);
  // The event before stays until the next one is here, so that the page keeps its height.
  const last = useSignal(chosen.value.peek());
  useEffect(() => {
    if (chosen.value.value !== null) last.value = chosen.value.value;
  }, [chosen.value.value]);
  const event = chosen.value.value ?? last.value;
  const follower = useMemo(() => followIssue(resource, forgetEvents), [resource]);
  useLive(org, true, () => follower, [follower]);
  useEffect(() => follower.forget(), [chosen.value.value]);
  const showNewest = (): void => {
    if (choice === 'latest') void chosen.refresh();
    else navigate(eventPath(org, issueId, 'latest'), { stays: true });
  };
  const tab = useComputed((): TabName => tabNames.find((name) => name === query.value.get('tab')) ?? 'event');
  // On a narrow screen the tabs scroll sideways.
  useEffect(() => {
    const button = document.getElementById(`issue-tab-${tab.value}`);
    const list = button?.parentElement;
    if (button && list) list.scrollLeft = button.offsetLeft - list.offsetLeft - (list.clientWidth - button.offsetWidth) / 2;
  }, [tab.value]);
  const isNarrow = useMedia('(width < 64rem)');
  const listPath = issuesPath(org) + lastList.value.search;

  useEffect(() => {
    if (model.isDeleted.value) navigate(listPath, { replace: true });
  }, [model.isDeleted.value]);

  const act = (deed: Deed): void => void model.act(deed);
  const showTab = (name: TabName): void => setQuery({ ...noEventsView, tab: name === 'event' ? null : name, key: null, sort: null }, { replace: true });
  const copyMarkdown = (): void => void copyText(issueAsMarkdown(issue, event, location.origin + issuePath(org, issueId)));
  const copyLink = (): void => void copyText(location.origin + issuePath(org, issueId));
  useKeys('This issue', [
    ...deedKeys({ issues: () => [issue], me: () => people.peek().me, act, ask: (what) => (asking.value = { what, anchor: null }) }),
    { keys: 'm', label: 'Comment', icon: 'message-square', run: () => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus() },
    { keys: 'shift+s', label: 'Share…', icon: 'share-2', run: () => (isSharing.value = true) },
    { keys: 'c', label: 'Copy as Markdown', icon: 'copy', run: copyMarkdown },
    { keys: 't l', label: 'Show all its events', icon: 'layers', run: () => showTab('events') },
    { keys: 't t', label: 'Show the tags', icon: 'tag', run: () => showTab('tags') },
    { keys: 't s', label: 'Show similar issues', icon: 'copy-check', run: () => showTab('similar') },
    { keys: 't m', label: 'Show what it was merged of', icon: 'merge', run: () => showTab('merged') },
    { keys: 't g', label: 'Show its grouping', icon: 'waypoints', run: () => showTab('grouping') },
    { keys: 't e', label: 'Show the event', icon: 'layers', run: () => showTab('event') },
    { keys: 'u', label: 'Back to the list', run: () => navigate(listPath) },
  ]);

  const aside = (
    <Aside
      org={org}
      issue={issue}
      event={event}
      people={people.value}
      resource={resource}
      hasActivity={tab.value !== 'activity'}
      onAssign={(anchor) => (asking.value = { what: 'assign', anchor })}
      onTake={(to) => act({ type: 'assign', to })}
    />
  );
  const top = (
    <>
      <Crumbs
        path={[
          { label: 'Issues', href: listPath },
          { label: issue.project.slug, href: issuesPath(org, issue.project.slug) },
        ]}
        here={issue.shortId}
      />
      <CopyButton text={issue.shortId} label="Copy the short id" />
      <span class="spacer" />
      <LiveState />
      <Neighbours org={org} issueId={issueId} />
      <IssueActions issue={issue} asking={asking} act={act} onShare={() => (isSharing.value = true)} onCopyLink={copyLink} onCopyMarkdown={copyMarkdown} />
    </>
  );
  return (
    <Screen title={`${issue.shortId} ${issue.title.slice(0, 80)}`} class="issue" top={top}>
      {resource.failure.value?.reason === 'not_found' && (
        <p class="no-longer" role="alert">
          <Icon name="trash-2" small />
          This issue was deleted. What is shown is what was known of it.
        </p>
      )}
      <div class="columns">
        <Guard>
          <Head issue={issue} event={event} />
        </Guard>
        <Facts org={org} issue={issue} />
        <div class="bar">
          <Tabs
            label="Issue"
            panelId="issue-tab"
            choices={[
              { value: 'event', label: 'Event' },
              { value: 'events', label: 'Events', count: shortCount(Number(issue.count)) },
              ...((issue.userReportCount ?? 0) > 0 || tab.value === 'feedback'
                ? [{ value: 'feedback' as const, label: 'Feedback', count: shortCount(issue.userReportCount ?? 0) }]
                : []),
              { value: 'tags', label: 'Tags', count: shortCount(issue.tags?.length ?? 0) },
              { value: 'activity', label: 'Activity', count: shortCount(issue.activity?.length ?? 0) },
              { value: 'similar', label: 'Similar' },
              { value: 'merged', label: 'Merged' },
              { value: 'grouping', label: 'Grouping' },
            ]}
            selected={tab.value}
            onSelect={showTab}
          />
        </div>
        <div id="issue-tab" role="tabpanel" aria-labelledby={`issue-tab-${tab.value}`}>
          {tab.value === 'event' && (
            <>
              <EventBar
                org={org}
                issueId={issueId}
                project={issue.project.slug}
                choice={choice}
                event={event}
                hasNewer={follower.hasNewer.value}
                onNewest={showNewest}
              />
              <EventTab
                org={org}
                project={issue.project.slug}
                event={event}
                isStale={chosen.value.value === null}
                failure={chosen.failure.value}
                retry={() => void chosen.refresh()}
                aside={isNarrow && aside}
              />
            </>
          )}
          {tab.value === 'events' && (
            <section class="block" aria-label="Events">
              <EventsTab org={org} issue={issue} hasNewer={follower.hasNewer.value} onNewest={follower.forget} />
            </section>
          )}
          {tab.value === 'feedback' && (
            <section class="block" aria-label="What users wrote">
              <ReportsTab org={org} issueId={issueId} />
            </section>
          )}
          {tab.value === 'activity' && (
            <section class="block" aria-label="All activity">
              <ActivityTab org={org} issue={issue} people={people.value} resource={resource} />
            </section>
          )}
          {tab.value === 'tags' && <TagsTab org={org} issue={issue} />}
          {tab.value === 'similar' && <SimilarTab org={org} issue={issue} />}
          {tab.value === 'merged' && <MergedTab org={org} issue={issue} />}
          {tab.value === 'grouping' && <GroupingTab org={org} issue={issue} event={event} />}
        </div>
        {/* Beside what is shown there is no room on a narrow screen, and below it nobody would look. */}
        {!(isNarrow && tab.value === 'event') && aside}
      </div>
      <DeedDialogs
        org={org}
        asking={asking}
        issues={[issue]}
        count={1}
        people={people.value}
        eventId={event?.eventID ?? null}
        onDeed={act}
        onDelete={(isDiscard) => void (isDiscard ? model.discard() : model.remove())}
      />
      {isSharing.value && <ShareDialog issue={issue} onShare={(is) => act({ type: 'share', is })} onClose={() => (isSharing.value = false)} />}
    </Screen>
  );
}
