import './stats.css';
import { useMemo } from 'preact/hooks';
import { Screen } from '../frame/screen.tsx';
import { projectsCache } from '../resources.ts';
import { query, setQuery } from '../router.ts';
import { exactCount, shortBytes, shortCount } from '../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { EventFinder } from './event-finder.tsx';
import { OutcomeChart } from './outcome-chart.tsx';
import { OutcomeTable } from './outcome-table.tsx';
import { RejectionList } from './rejection-list.tsx';
import { statsCache } from './store.ts';
import { percent, type Summary, summarize } from './summary.ts';
import { keysOf, type Kind, kinds, type Period, periods, readView, statsSearch, type StatsView } from './view.ts';
import { outcomeWords } from './words.ts';

/** What became of everything that was sent. The address is its state. */
export function StatsPage({ org }: { org: string }) {
  const view = readView(query.value);
  const projects = useMemo(() => projectsCache.visit(org), [org]).value.value ?? [];
  const slugs = projects.map(({ slug }) => slug);

  return (
    <Screen
      title="Stats"
      class="stats"
      top={
        <>
          <h1>Stats</h1>
          <span class="spacer" />
          <Choice label="Project" value={view.project ?? ''} options={[['', 'All projects'], ...slugs.map((slug): [string, string] => [slug, slug])]} />
          <Choice label="Kind" value={view.kind} options={keysOf<Kind>(kinds).map((kind) => [kind, kinds[kind].label])} />
          <Choice label="Time range" value={view.period} options={keysOf<Period>(periods).map((period) => [period, periods[period].label])} />
        </>
      }
    >
      {/* Advice leads to the settings of a project, so it needs one. */}
      <StatsOf org={org} view={view} adviceFor={view.project ?? (slugs.length === 1 ? (slugs[0] ?? null) : null)} />
    </Screen>
  );
}

const parameters = { Project: 'project', Kind: 'kind', 'Time range': 'period' } as const;

function Choice({ label, value, options }: { label: keyof typeof parameters; value: string; options: [value: string, label: string][] }) {
  return (
    <select class="select small quiet" aria-label={label} onChange={(event) => setQuery({ [parameters[label]]: event.currentTarget.value || null })}>
      {options.map(([own, text]) => (
        <option key={own} value={own} selected={own === value}>
          {text}
        </option>
      ))}
    </select>
  );
}

function StatsOf({ org, view, adviceFor }: { org: string; view: StatsView; adviceFor: string | null }) {
  const search = statsSearch(view);
  const stats = useMemo(() => statsCache.visit(org, search), [org, search]);
  const { value } = stats.value;
  const failure = stats.failure.value;
  const summary = useMemo(() => value && summarize(value), [value]);

  return (
    <div class="stats-page">
      <section class="answer" aria-labelledby="answer-title">
        <Headline summary={summary} view={view} />
        <EventFinder org={org} asked={view.event} />
      </section>
      {summary && summary.total > 0 && (
        <>
          <OutcomeChart key={search} summary={summary} view={view} />
          <OutcomeTable org={org} summary={summary} view={view} adviceFor={adviceFor} />
        </>
      )}
      {summary?.total === 0 && (
        <Empty title="Nothing was sent">
          No {kinds[view.kind].label.toLowerCase()} in the last {periods[view.period].label}.
        </Empty>
      )}
      {!summary && failure && <Failed title="The figures did not load" failure={failure} retry={() => void stats.refresh()} />}
      {!summary && !failure && (
        <Loading label="Loading the figures">
          <div class="stats-bones">
            <Bone wide="40%" />
            <Bone />
            <Bone />
            <Bone wide="70%" />
          </div>
        </Loading>
      )}
      <RejectionList org={org} project={view.project} />
    </div>
  );
}

function Headline({ summary, view }: { summary: Summary | null; view: StatsView }) {
  if (!summary || summary.total === 0) {
    return (
      <div>
        <h2 id="answer-title">What became of what was sent</h2>
        <p class="quiet-text">Everything that reaches Picket is kept or counted, with the reason.</p>
      </div>
    );
  }
  const { total, kept } = summary;
  const lost = summary.sums.filter(({ outcome, quantity }) => outcome !== 'accepted' && quantity > 0).sort((one, other) => other.quantity - one.quantity);
  return (
    <div>
      <h2 id="answer-title">
        <strong>{percent(kept, total)}</strong> of <span title={exactCount(total)}>{amount(total, view)}</span> {total === 1 ? 'was' : 'were'} kept
      </h2>
      <p class="quiet-text">
        {lost.length === 0
          ? 'Nothing was lost.'
          : `The rest: ${lost.map(({ outcome, quantity }) => `${shortOf(quantity, view)} ${outcomeWords[outcome].was}`).join(', ')}.`}
      </p>
    </div>
  );
}

/** `1.44M events`, `12 MB`. */
function amount(quantity: number, view: StatsView): string {
  if (view.kind === 'attachments') return `${shortBytes(quantity)} of attachments`;
  const { noun, label } = kinds[view.kind];
  return `${shortCount(quantity)} ${quantity === 1 ? noun : label.toLowerCase()}`;
}

function shortOf(quantity: number, { kind }: StatsView): string {
  return kind === 'attachments' ? shortBytes(quantity) : shortCount(quantity);
}
