import type { EventSummary } from '../event/summarize.ts';
import { parametersOf } from './json-parameters.ts';

/** The release of an event is met again so much later, ms, before it is worth a write. */
const worthwhileMs = 5 * 60_000;
const maxRemembered = 10_000;

/** `[project, version, environment or empty, first received at, last received at]` as JSON: releases of some events, each environment once. */
export function sightingsOf(projectId: number, events: readonly Pick<EventSummary, 'release' | 'environment' | 'receivedAt'>[]): string[] {
  const sightings = new Map<string, Sighting>();
  for (const { release, environment, receivedAt } of events) {
    if (release === null) continue;
    const key = JSON.stringify([release, environment]);
    const [, , , first, last] = sightings.get(key) ?? [projectId, release, '', receivedAt, receivedAt];
    sightings.set(key, [projectId, release, environment ?? '', Math.min(first, receivedAt), Math.max(last, receivedAt)]);
  }
  return Array.from(sightings.values(), (sighting) => JSON.stringify(sighting));
}

type Sighting = [projectId: number, version: string, environment: string, firstAt: number, lastAt: number];

/** Tells the database of the organizations which releases events came with, each every few minutes at most: nearly all of them are known. */
export class ReleaseNews {
  /** By project, version and environment: the last event that was told. */
  readonly #toldUntil = new Map<string, number>();

  /** `rows` are from sightingsOf. Rejects where the database is away; then nothing counts as told. */
  async announce(db: D1Database, rows: readonly string[]): Promise<void> {
    // Written by sightingsOf only.
    const sightings = rows.map((row) => JSON.parse(row) as Sighting).filter((sighting) => this.#isNews(sighting));
    if (sightings.length === 0) return;
    const parameters = parametersOf(sightings.map((sighting) => JSON.stringify(sighting)));
    await db.batch(parameters.flatMap((parameter) => [insertReleases, insertProjects, upsertEnvironments].map((query) => db.prepare(query).bind(parameter))));
    if (this.#toldUntil.size + sightings.length > maxRemembered) this.#toldUntil.clear();
    for (const sighting of sightings) this.#toldUntil.set(keyOf(sighting), sighting[4]);
  }

  /** For when a release was deleted: an event brings it back. */
  forget(): void {
    this.#toldUntil.clear();
  }

  #isNews(sighting: Sighting): boolean {
    const until = this.#toldUntil.get(keyOf(sighting));
    return until === undefined || sighting[4] >= until + worthwhileMs;
  }
}

function keyOf([projectId, version, environment]: Sighting): string {
  return JSON.stringify([projectId, version, environment]);
}

/* What is written already stays as it is. A project that is gone has no releases. */

const insertReleases = `
  insert or ignore into organization_releases (organization_id, version, created_at)
  select p.organization_id, j.value ->> 1, min(j.value ->> 3) from json_each(?) j join projects p on p.id = j.value ->> 0 group by 1, 2`;

const releaseOfSighting = `
  json_each(?) j join projects p on p.id = j.value ->> 0
  join organization_releases r on r.organization_id = p.organization_id and r.version = j.value ->> 1`;

const insertProjects = `insert or ignore into release_projects (release_id, project_id) select r.id, p.id from ${releaseOfSighting}`;

const upsertEnvironments = `
  insert into release_environments (release_id, project_id, environment, first_event_at, last_event_at)
  select r.id, p.id, j.value ->> 2, min(j.value ->> 3), max(j.value ->> 4) from ${releaseOfSighting} where true group by 1, 2, 3
  on conflict do update set
    first_event_at = min(first_event_at, excluded.first_event_at), last_event_at = max(last_event_at, excluded.last_event_at)
  where excluded.first_event_at < release_environments.first_event_at or excluded.last_event_at >= release_environments.last_event_at + ${worthwhileMs}`;
