import { useMemo } from 'preact/hooks';
import type { Rejection } from '../../worker/api/contract/stats.ts';
import { query } from '../router.ts';
import { shortBytes } from '../ui/numbers.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { rejectionsCache } from './store.ts';
import { meaningOf, outcomeWords } from './words.ts';

/** Samples of what was not kept, newest first. */
export function RejectionList({ org, project }: { org: string; project: string | null }) {
  const rejections = useMemo(() => rejectionsCache.visit(org, project ?? ''), [org, project]);
  const list = rejections.value.value;
  const failure = rejections.failure.value;
  return (
    <section class="rejections" aria-labelledby="rejections-title">
      <header>
        <h2 id="rejections-title">Recent rejections</h2>
        <p class="quiet-text">Of a few, all; of a flood, samples. Nothing in them tells who a user is.</p>
      </header>
      {list && list.length === 0 && <p class="quiet-text">None. Everything that came was kept.</p>}
      {list && list.length > 0 && <RejectionTable list={list} />}
      {!list && failure && <Failed title="The rejections did not load" failure={failure} retry={() => void rejections.refresh()} />}
      {!list && !failure && (
        <Loading label="Loading the rejections">
          <div class="stats-bones">
            <Bone />
            <Bone />
          </div>
        </Loading>
      )}
    </section>
  );
}

function RejectionTable({ list }: { list: readonly Rejection[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Scrolled by the arrow keys.
    <div class="scroll" tabIndex={0} role="region" aria-label="Table of rejections">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Why</th>
            <th scope="col">What</th>
            <th scope="col">Project</th>
            <th scope="col">Sent by</th>
            <th scope="col" class="end">
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {list.map((rejection, index) => (
            <RejectionRow key={index} rejection={rejection} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RejectionRow({ rejection: { eventId, projectSlug, category, outcome, reason, client, size, dateReceived } }: { rejection: Rejection }) {
  return (
    <tr>
      <td class="when">
        <TimeAgo at={dateReceived} />
      </td>
      <td title={meaningOf(outcome, reason).text}>
        <span class={`key ${outcomeWords[outcome].fill}`} aria-hidden="true" /> {outcomeWords[outcome].name} <code>{reason}</code>
      </td>
      <td>
        {category}{' '}
        {eventId !== null && (
          <a class="link" href={findHref(eventId)} title={eventId}>
            <code>{eventId.slice(0, 8)}</code>
          </a>
        )}
      </td>
      <td>{projectSlug}</td>
      <td>{client ?? 'not said'}</td>
      <td class="end">{size === null ? 'not read' : shortBytes(size)}</td>
    </tr>
  );
}

function findHref(eventId: string): string {
  const next = new URLSearchParams(query.value);
  next.set('event', eventId);
  return `?${next}`;
}
