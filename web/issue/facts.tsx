import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { counted, exactCount } from '../ui/numbers.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { barsPath, chartHeight, chartText, chartWidth } from './chart.ts';
import { CutText } from './event/text.tsx';
import { growthHours, growthOf, growthText } from './words.ts';

type Period = '24h' | '30d';

/** Stays as it was chosen from issue to issue. */
const period = signal<Period>('24h');

/** How often, since when, and in which releases. */
export function Facts({ issue }: { issue: Issue }): JSX.Element {
  const growth = growthOf(issue.stats['24h']);
  return (
    <section class="facts" aria-label="How much and since when">
      <Chart issue={issue} />
      <dl>
        <Fact name="Events" note={growth === null ? `${counted(lastDay(issue), 'event')} in 24 h` : <Growth growth={growth} />}>
          <data value={issue.count}>{exactCount(Number(issue.count))}</data>
        </Fact>
        <Fact name="Users" note={issue.userCount === 0 ? 'none known' : 'distinct'}>
          <data value={issue.userCount}>{exactCount(issue.userCount)}</data>
        </Fact>
        <Fact name="First seen" note={<Release of={issue.firstRelease} />}>
          <TimeAgo at={issue.firstSeen} />
        </Fact>
        <Fact name="Last seen" note={<Release of={issue.lastRelease} />}>
          <TimeAgo at={issue.lastSeen} />
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, note, children }: { name: string; note: ComponentChildren; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        <span class="note clip">{note}</span>
      </dd>
    </div>
  );
}

function Growth({ growth }: { growth: number }): JSX.Element {
  return (
    <>
      <span class="grow">↑ {growthText(growth)}</span> in {growthHours} h
    </>
  );
}

function Release({ of: release }: { of: { version: string } | null | undefined }): JSX.Element {
  if (!release) return <>no release known</>;
  return (
    <span title={release.version.slice(0, 500)}>
      in <CutText value={release.version} max={200} />
    </span>
  );
}

function Chart({ issue }: { issue: Issue }): JSX.Element {
  const shown = period.value;
  const series = issue.stats[shown] ?? issue.stats['14d'];
  const words = shown === '24h' ? '24 hours' : `${series.length} days`;
  const timeText = (at: number): string =>
    new Date(at).toLocaleString(undefined, shown === '24h' ? { weekday: 'short', hour: 'numeric' } : { month: 'short', day: 'numeric' });
  return (
    <figure class="chart">
      <div class="plot">
        <svg viewBox={`0 0 ${chartWidth} ${chartHeight}`} preserveAspectRatio="none" role="img" aria-label={chartText(series, words, timeText)}>
          <path class="axis" d={`M0 ${chartHeight - 0.5}h${chartWidth}`} />
          <path class="bars" d={barsPath(series)} />
        </svg>
      </div>
      <figcaption>
        <span>{words} ago</span>
        <span class="periods" role="group" aria-label="Time on the chart">
          <PeriodButton value="24h">24 h</PeriodButton>
          <PeriodButton value="30d">30 d</PeriodButton>
        </span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

function PeriodButton({ value, children }: { value: Period; children: string }): JSX.Element {
  return (
    <button type="button" aria-pressed={period.value === value} onClick={() => (period.value = value)}>
      {children}
    </button>
  );
}

function lastDay(issue: Issue): number {
  return issue.stats['24h'].reduce((sum, [, events]) => sum + events, 0);
}
