import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { tagQuery } from '../../worker/search/tag-query.ts';
import { issuePath } from '../places.ts';
import { counted, exactCount } from '../ui/numbers.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { barsPath, chartHeight, chartText, chartWidth, type Series } from './chart.ts';
import { CutText } from './event/text.tsx';
import { eventsSearch } from './events/view.ts';
import { type ReleaseMark, releasesOnChart } from './releases-on-chart.ts';
import { tagsOfIssue } from './store.ts';
import { growthHours, growthOf, growthText } from './words.ts';

type Period = '24h' | '30d';

/** Stays as it was chosen from issue to issue. */
const period = signal<Period>('24h');

/** How often, since when, and in which releases. */
export function Facts({ org, issue }: { org: string; issue: Issue }): JSX.Element {
  const growth = growthOf(issue.stats['24h']);
  return (
    <section class="facts" aria-label="How much and since when">
      <Chart org={org} issue={issue} />
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

function Chart({ org, issue }: { org: string; issue: Issue }): JSX.Element {
  const shown = period.value;
  const series = issue.stats[shown] ?? issue.stats['14d'];
  const words = shown === '24h' ? '24 hours' : `${series.length} days`;
  const timeText = (at: number): string =>
    new Date(at).toLocaleString(undefined, shown === '24h' ? { weekday: 'short', hour: 'numeric' } : { month: 'short', day: 'numeric' });
  const tags = useMemo(() => tagsOfIssue.visit(org, issue.id), [org, issue.id, issue.count]).value.value;
  const releases = releasesOnChart(tags?.find(({ key }) => key === 'release') ?? null, series);
  return (
    <figure class="chart">
      <div class="plot">
        <svg viewBox={`0 0 ${chartWidth} ${chartHeight}`} preserveAspectRatio="none" role="img" aria-label={chartText(series, words, timeText)}>
          <path class="axis" d={`M0 ${chartHeight - 0.5}h${chartWidth}`} />
          <path class="bars" d={barsPath(series)} />
        </svg>
        <Intervals org={org} issue={issue} series={series} timeText={timeText} />
        {releases.length > 0 && (
          <ul class="release-marks" aria-label={`Releases that brought it in ${words}`}>
            {releases.map((mark) => (
              <ReleaseMarkLink key={mark.version} org={org} issue={issue} mark={mark} />
            ))}
          </ul>
        )}
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

/** Tells what a bar counts, and leads to its events. By keyboard the list of events has times to choose. */
function Intervals({ org, issue, series, timeText }: { org: string; issue: Issue; series: Series; timeText: (at: number) => string }): JSX.Element {
  const [first, second] = series;
  const seconds = first && second ? second[0] - first[0] : 0;
  return (
    <div class="intervals" aria-hidden="true">
      {series.map(([at, events]) =>
        events === 0 ? (
          <span key={at} />
        ) : (
          <a
            key={at}
            tabIndex={-1}
            href={issuePath(org, issue.id) + eventsSearch({ times: { start: isoTime(at), end: isoTime(at + seconds) } })}
            title={`${counted(events, 'event')}, ${timeText(at * 1_000)}`}
          >
            <span class="visually-hidden">{counted(events, 'event')}</span>
          </a>
        ),
      )}
    </div>
  );
}

function ReleaseMarkLink({ org, issue, mark: { version, at, place } }: { org: string; issue: Issue; mark: ReleaseMark }): JSX.Element | null {
  const query = tagQuery('release', version);
  if (query === null) return null;
  return (
    <li style={{ '--at': place }}>
      <a class={place > 0.5 ? 'release-mark late' : 'release-mark'} href={issuePath(org, issue.id) + eventsSearch({ query })}>
        <span class="tip">
          <CutText value={version} max={60} />
          <span class="faint-text">
            first seen <TimeAgo at={new Date(at).toISOString()} />
          </span>
        </span>
      </a>
    </li>
  );
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
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
