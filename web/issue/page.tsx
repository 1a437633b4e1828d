import { useComputed, useModel, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { changeIssue, changeTo, deleteIssue } from '../api.ts';
import { Crumbs, Screen } from '../frame/screen.tsx';
import { issuePath, issuesPath } from '../places.ts';
import { navigate, query, setQuery } from '../router.ts';
import { CopyButton, copyText } from '../ui/copy-button.tsx';
import { TypedConfirmation } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { useMedia } from '../ui/media.ts';
import { shortCount } from '../ui/numbers.ts';
import { Menu } from '../ui/menu.tsx';
import { Failed } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { showToast } from '../ui/toast.tsx';
import { ActivityList } from './activity.tsx';
import { Aside } from './aside.tsx';
import { EventBar } from './event-bar.tsx';
import { issueAsMarkdown } from './event/markdown.ts';
import { Guard } from './event/part.tsx';
import { EventTab } from './event-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { Facts } from './facts.tsx';
import { GroupingTab } from './grouping/grouping-tab.tsx';
import { Head } from './head.tsx';
import { IssueModel } from './issue-model.ts';
import type { Status } from './issue-model.ts';
import { Neighbours } from './neighbours.tsx';
import { IssueSkeleton } from './skeleton.tsx';
import { ReportsTab } from './reports-tab.tsx';
import { events, issueLists, issues, lastList } from './store.ts';
import './issue.css';

/** Counts are looked up this often while the page can be seen. */
const pollMs = 20_000;

const tabNames = ['event', 'events', 'feedback', 'activity', 'grouping'] as const;
type TabName = (typeof tabNames)[number];

/** An issue with one of its events. `eventId` may also be `latest`, `oldest` or `recommended`; null means the last. */
export function IssuePage({ org, issueId, eventId }: { org: string; issueId: string; eventId: string | null }): JSX.Element {
  const choice = eventId ?? 'recommended';
  const resource = useMemo(() => issues.visit(org, issueId), [org, issueId]);
  const chosen = useMemo(() => events.visit(org, issueId, choice), [org, issueId, choice]);
  useEffect(() => {
    const poll = (): void => {
      if (document.visibilityState === 'visible') void resource.refresh();
    };
    const timer = setInterval(poll, pollMs);
    return () => clearInterval(timer);
  }, [resource]);

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
          change: async (status) => {
            const answer = await changeIssue(org, issueId, changeTo(status));
            if (answer.ok) issueLists.expire();
            return answer;
          },
          remove: async () => {
            const answer = await deleteIssue(org, issueId);
            if (answer.ok) issueLists.expire();
            return answer;
          },
        },
        (text, undo) => showToast(undo === null ? { text } : { text, undo }),
      ),
  );
  const isDeleting = useSignal(false);
  // The event before stays until the next one is here, so that the page keeps its height.
  const last = useSignal(chosen.value.peek());
  useEffect(() => {
    if (chosen.value.value !== null) last.value = chosen.value.value;
  }, [chosen.value.value]);
  const event = chosen.value.value ?? last.value;
  const tab = useComputed((): TabName => tabNames.find((name) => name === query.value.get('tab')) ?? 'event');
  const isNarrow = useMedia('(width < 64rem)');
  const listPath = issuesPath(org) + lastList.value.search;

  useEffect(() => {
    if (model.isDeleted.value) navigate(listPath, { replace: true });
  }, [model.isDeleted.value]);

  const set = (status: Status): void => void model.setStatus(status);
  const copyMarkdown = (): void => void copyText(issueAsMarkdown(issue, event, location.origin + issuePath(org, issueId)));
  const copyLink = (): void => void copyText(location.origin + issuePath(org, issueId));
  useKeys('This issue', [
    {
      keys: 'e',
      label: issue.status === 'resolved' ? 'Reopen' : 'Resolve',
      icon: issue.status === 'resolved' ? 'rotate-ccw' : 'check',
      run: () => set(issue.status === 'resolved' ? 'unresolved' : 'resolved'),
    },
    {
      keys: 'i',
      label: issue.status === 'ignored' ? 'Reopen from the archive' : 'Archive',
      icon: 'archive',
      run: () => set(issue.status === 'ignored' ? 'unresolved' : 'ignored'),
    },
    { keys: 'c', label: 'Copy as Markdown', icon: 'copy', run: copyMarkdown },
    { keys: 'u', label: 'Back to the list', run: () => navigate(listPath) },
  ]);

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
      <Neighbours org={org} issueId={issueId} />
      <div class="actions" role="group" aria-label="Actions">
        {issue.status === 'unresolved' ? (
          <>
            <button class="button small primary" type="button" onClick={() => set('resolved')}>
              <Icon name="check" small />
              Resolve
            </button>
            <button class="button small" type="button" onClick={() => set('ignored')}>
              <Icon name="archive" small />
              Archive
            </button>
          </>
        ) : (
          <button class="button small primary" type="button" onClick={() => set('unresolved')}>
            <Icon name="rotate-ccw" small />
            Reopen
          </button>
        )}
        <Menu
          class="button small square"
          label="More actions"
          trigger={<Icon name="ellipsis" small />}
          items={[
            { label: 'Copy the link', icon: 'link', run: copyLink },
            { label: 'Copy as Markdown', icon: 'copy', keys: 'c', run: copyMarkdown },
            { label: 'Delete…', icon: 'trash-2', isDanger: true, run: () => (isDeleting.value = true) },
          ]}
        />
      </div>
    </>
  );
  return (
    <Screen title={`${issue.shortId} ${issue.title.slice(0, 80)}`} class="issue" top={top}>
      <div class="columns">
        <Guard>
          <Head issue={issue} event={event} />
        </Guard>
        <Facts issue={issue} />
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
              { value: 'activity', label: 'Activity', count: shortCount(issue.activity?.length ?? 0) },
              { value: 'grouping', label: 'Grouping' },
            ]}
            selected={tab.value}
            onSelect={(name) => setQuery({ tab: name === 'event' ? null : name, cursor: null }, { replace: true })}
          />
        </div>
        <div id="issue-tab" role="tabpanel" aria-labelledby={`issue-tab-${tab.value}`}>
          {tab.value === 'event' && (
            <>
              <EventBar org={org} issueId={issueId} project={issue.project.slug} choice={choice} event={event} />
              <EventTab
                org={org}
                project={issue.project.slug}
                event={event}
                isStale={chosen.value.value === null}
                failure={chosen.failure.value}
                retry={() => void chosen.refresh()}
                aside={isNarrow && <Aside issue={issue} event={event} />}
              />
            </>
          )}
          {tab.value === 'events' && (
            <section class="block" aria-label="Events">
              <EventsTab org={org} issueId={issueId} />
            </section>
          )}
          {tab.value === 'feedback' && (
            <section class="block" aria-label="What users wrote">
              <ReportsTab org={org} issueId={issueId} />
            </section>
          )}
          {tab.value === 'activity' && (
            <section class="block" aria-label="All activity">
              <ActivityList issue={issue} />
            </section>
          )}
          {tab.value === 'grouping' && <GroupingTab org={org} issue={issue} event={event} />}
        </div>
        {/* Beside what is shown there is no room on a narrow screen, and below it nobody would look. */}
        {!(isNarrow && tab.value === 'event') && <Aside issue={issue} event={event} />}
      </div>
      {isDeleting.value && (
        <TypedConfirmation
          title={`Delete ${issue.shortId}`}
          consequence="The issue, its events and their attachments are deleted for good. If the error comes back it becomes a new issue."
          word={issue.shortId}
          action="Delete for good"
          onConfirm={() => {
            isDeleting.value = false;
            void model.remove();
          }}
          onClose={() => (isDeleting.value = false)}
        />
      )}
    </Screen>
  );
}
