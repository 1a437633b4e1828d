import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { AssigneeMark } from '../issue/actions/assignee-mark.tsx';
import { CutText } from '../issue/event/text.tsx';
import { Marks } from '../issue/marks.tsx';
import { prefetchIssue } from '../issue/store.ts';
import { growthHours, growthOf, growthText, issuePlace, issueWords } from '../issue/words.ts';
import { issuePath } from '../places.ts';
import { Badge } from '../ui/badge.tsx';
import { now } from '../ui/clock.ts';
import { Count } from '../ui/count.tsx';
import { Icon } from '../ui/icon.tsx';
import { Level } from '../ui/level.tsx';
import { counted } from '../ui/numbers.ts';
import { prefetching } from '../ui/prefetch.ts';
import { PriorityMark } from '../ui/priority.tsx';
import { Spark } from '../ui/spark.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { absoluteTime, shortSpan } from '../ui/times.ts';
import type { IssuesModel } from './issues-model.ts';
import type { View } from './view.ts';

/** A finger that rests this long on a row selects it, since a phone has no room for boxes. */
const longPressMs = 450;
/** A finger that moves further than this scrolls. */
const slipPixels = 8;

interface IssueRowProps {
  org: string;
  issue: Issue;
  model: InstanceType<typeof IssuesModel>;
  period: View['period'];
}

/** A row of the list. It draws itself anew only when its issue, its selection or the cursor on it changes. */
export function IssueRow({ org, issue, model, period }: IssueRowProps): JSX.Element {
  const isPicked = useComputed(() => model.selection.value.ids.has(issue.id));
  const isAt = useComputed(() => model.at.value === issue.id);
  const isGone = useComputed(() => model.goneIds.value.has(issue.id));
  // These are of the issue as it is now; a computed would keep those of the first.
  const hasLeft = model.hasLeft(issue);
  const traits = { picked: isPicked.value, at: isAt.value, unread: !issue.hasSeen, left: isGone.value || hasLeft };
  const press = useLongPress(() => model.toggle(issue.id));
  const { name, value } = issueWords(issue);
  const place = issuePlace(issue);
  const count = Number(issue.count);
  const growth = growthOf(issue.stats['24h']);

  /** With a selection under way a tap on a phone goes on selecting. */
  const openOrSelect = (event: MouseEvent): void => {
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
    if (press.wasLong() || (isTouch && model.selection.peek().ids.size > 0)) {
      event.preventDefault();
      if (!press.wasLong()) model.toggle(issue.id);
    } else model.at.value = issue.id;
  };

  return (
    <li class={classOf(traits)} id={`issue-${issue.id}`} {...press.handlers} {...prefetching(() => prefetchIssue(org, issue.id))}>
      {/* The label widens what can be pressed; the box has its own name. */}
      <label class="pick">
        <input
          type="checkbox"
          aria-label={`Select ${issue.shortId}`}
          checked={isPicked}
          onClick={(event) => {
            if (event.shiftKey) model.extend(issue.id);
            else model.toggle(issue.id);
            model.at.value = issue.id;
          }}
        />
      </label>
      <Level level={issue.level} />
      <div class="what">
        <a class="title clip" href={issuePath(org, issue.id)} onClick={openOrSelect}>
          <strong>
            <CutText value={name} max={300} />
          </strong>
          {value !== '' && (
            <span class="value">
              <CutText value={value} max={300} />
            </span>
          )}
        </a>
        <p class="where">
          {!issue.hasSeen && (
            <span class="dot" title="You have not had it open">
              <span class="visually-hidden">unread</span>
            </span>
          )}
          <span class="id">{issue.shortId}</span>
          <PriorityMark priority={issue.priority} />
          {issue.isBookmarked && (
            <span class="flagged" title="Bookmarked">
              <Icon name="bookmark" small class="on" />
              <span class="visually-hidden">bookmarked</span>
            </span>
          )}
          {issue.numComments > 0 && (
            <span class="said" title={counted(issue.numComments, 'comment')}>
              <Icon name="message-square" small />
              <span aria-hidden="true">{issue.numComments.toLocaleString()}</span>
              <span class="visually-hidden">{counted(issue.numComments, 'comment')}</span>
            </span>
          )}
          {place !== '' && (
            <code class="clip">
              <CutText value={place} max={300} />
            </code>
          )}
        </p>
      </div>
      <p class="marks">{isGone.value ? <Badge icon="trash-2">Gone</Badge> : <Marks issue={issue} withStatus={hasLeft} />}</p>
      <div class="trend">
        <Spark counts={issue.stats[period].map(([, events]) => events)} period={period === '24h' ? '24 hours' : '14 days'} />
      </div>
      <p class={count === 1 ? 'events one' : 'events'}>
        <Count value={count} of="event" />
        {growth !== null && (
          <span class="grow" title={`More events in the last ${growthHours} hours than in the ${growthHours} before`}>
            ↑ {growthText(growth)}
          </span>
        )}
      </p>
      <p class="users">
        {issue.userCount > 0 ? (
          <Count value={issue.userCount} of="user" />
        ) : (
          <span class="faint-text">
            <span aria-hidden="true">–</span>
            <span class="visually-hidden">no users known</span>
          </span>
        )}
      </p>
      <p class="age">
        <TimeAgo at={issue.lastSeen} />
        <Age key={`${issue.firstSeen} ${issue.lastSeen}`} firstSeenAt={Date.parse(issue.firstSeen)} lastSeenAt={Date.parse(issue.lastSeen)} />
      </p>
      <p class="who">
        <AssigneeMark assignee={issue.assignedTo} />
      </p>
    </li>
  );
}

function classOf(traits: Record<string, boolean>): string {
  return ['issue-row', ...Object.keys(traits).filter((name) => traits[name])].join(' ');
}

/** Nothing where it is as old as what was seen last. Built anew for other times, since its text only follows the clock. */
function Age({ firstSeenAt, lastSeenAt }: { firstSeenAt: number; lastSeenAt: number }): JSX.Element | null {
  const age = useComputed(() => ageText(now.value - firstSeenAt, now.value - lastSeenAt));
  if (age.value === null) return null;
  return (
    <span class="old" title={`First seen ${absoluteTime(firstSeenAt)}`}>
      {age}
    </span>
  );
}

/** `3 h old`; null where it is as old as what was seen last, which the row says already. */
function ageText(firstSeenMs: number, lastSeenMs: number): string | null {
  const span = shortSpan(firstSeenMs);
  return span === shortSpan(lastSeenMs) ? null : `${span} old`;
}

/** `wasLong` tells a click that ends a long press from one that means to open. */
function useLongPress(run: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isLong = useRef(false);
  const cancel = (): void => clearTimeout(timer.current);
  const handlers = {
    onPointerDown: (event: PointerEvent): void => {
      isLong.current = false;
      if (event.pointerType !== 'touch') return;
      timer.current = setTimeout(() => {
        isLong.current = true;
        run();
      }, longPressMs);
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onPointerMove: (event: PointerEvent): void => {
      if (Math.hypot(event.movementX, event.movementY) > slipPixels) cancel();
    },
    onContextMenu: (event: MouseEvent): void => {
      if (isLong.current) event.preventDefault();
    },
  };
  return { handlers, wasLong: () => isLong.current };
}
