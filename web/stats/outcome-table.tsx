import type { OutcomeName } from '../../worker/api/contract/stats.ts';
import { issuesPath } from '../places.ts';
import { exactCount, shortBytes } from '../ui/numbers.ts';
import { type OutcomeSum, percent, type Summary } from './summary.ts';
import { kinds, type StatsView } from './view.ts';
import { type Meaning, meaningOf, outcomeWords, remedyPath } from './words.ts';

interface TableProps {
  org: string;
  summary: Summary;
  view: StatsView;
  /** Slug of the project whose settings are the remedy; null where it is not clear which. */
  adviceFor: string | null;
}

/** Every outcome with its reasons: what they mean, how many, and what to do. */
export function OutcomeTable({ org, summary, view, adviceFor }: TableProps) {
  const place: Place = { org, adviceFor, total: summary.total, isBytes: view.kind === 'attachments' };
  return (
    <section aria-labelledby="why-title">
      <h2 id="why-title" class="visually-hidden">
        By outcome and reason
      </h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A table wider than its box is scrolled by the arrow keys, so it takes the focus. */}
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of outcomes">
        <table class="table outcomes">
          <thead>
            <tr>
              <th scope="col">Outcome and reason</th>
              <th scope="col" class="what">
                What it means
              </th>
              <th scope="col" class="end">
                {kinds[view.kind].label}
              </th>
              <th scope="col" class="end">
                Share
              </th>
              <th scope="col" class="share">
                <span class="visually-hidden">Share as a bar</span>
              </th>
              <th scope="col">
                <span class="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>{summary.sums.filter(({ quantity }) => quantity > 0).map((sum) => rowsOf(sum, place))}</tbody>
        </table>
      </div>
    </section>
  );
}

interface Place {
  org: string;
  adviceFor: string | null;
  total: number;
  isBytes: boolean;
}

/** One reason stands in the row of its outcome; several get a row each below it. */
function rowsOf({ outcome, quantity, reasons }: OutcomeSum, place: Place) {
  const [first, ...others] = reasons;
  const only = first && others.length === 0 ? first.reason : null;
  const { name, meaning } = outcomeWords[outcome];
  const rows = [
    <Row
      key={outcome}
      outcome={outcome}
      name={name}
      reason={only ?? ''}
      quantity={quantity}
      meaning={only === null ? { text: meaning } : meaningOf(outcome, only)}
      place={place}
    />,
  ];
  if (only !== null) return rows;
  for (const { reason, quantity: part } of reasons)
    rows.push(
      <Row key={`${outcome} ${reason}`} outcome={outcome} name={null} reason={reason} quantity={part} meaning={meaningOf(outcome, reason)} place={place} />,
    );
  return rows;
}

interface RowProps {
  outcome: OutcomeName;
  /** Null for the row of a reason. */
  name: string | null;
  reason: string;
  quantity: number;
  meaning: Meaning;
  place: Place;
}

function Row({ outcome, name, reason, quantity, meaning, place }: RowProps) {
  const { fill } = outcomeWords[outcome];
  const share = (quantity / place.total) * 100;
  return (
    <tr class={name === null ? 'sub' : undefined}>
      <th scope="row">
        {name !== null && <span class={`key ${fill}`} aria-hidden="true" />}
        {name !== null && <span class="name">{name}</span>}
        {reason !== '' && <code>{reason}</code>}
      </th>
      <td class="what">{meaning.text}</td>
      <td class="end">
        <data value={quantity}>{place.isBytes ? shortBytes(quantity) : exactCount(quantity)}</data>
      </td>
      <td class="end pct">{percent(quantity, place.total)}</td>
      <td class="share" aria-hidden="true">
        <span class={`meter ${fill}`} style={{ '--share': share }}>
          <span />
        </span>
      </td>
      <td class="todo">
        {name !== null && outcome === 'accepted' ? (
          <a class="link" href={issuesPath(place.org)}>
            Issues
          </a>
        ) : (
          <Todo meaning={meaning} place={place} />
        )}
      </td>
    </tr>
  );
}

function Todo({ meaning: { remedy }, place: { org, adviceFor } }: { meaning: Meaning; place: Place }) {
  if (!remedy || adviceFor === null) return null;
  return (
    <a class="link" href={remedyPath(org, adviceFor, remedy)}>
      {remedy.label}
    </a>
  );
}
