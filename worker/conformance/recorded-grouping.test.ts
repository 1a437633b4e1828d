import { describe, expect, it } from 'vitest';
import type { Event } from '../event/event.ts';
import { normalized } from '../event/normalize.fixture.ts';
import { describeEvent } from '../grouping/describe.ts';
import { groupEvent } from '../grouping/group.ts';
import { decode, readScenarios } from './recordings.fixture.ts';
import { sharedFolder } from './shared.fixture.ts';

const snapshots = sharedFolder('snapshots');

interface Grouped {
  client: string;
  version: string;
  scenario: string;
  title: string;
  /** What people would compare: type, value and the frames of the app of each exception, or the message. Whether exceptions name their causes: if so, the order is by those. */
  look: string;
  hashes: readonly string[];
}

/**
 * The same program was recorded with several versions of the same SDK. Where what they say is alike, their events have to be one issue. With PICKET_TABLE set, this prints which
 * clients and scenarios make which issues.
 */
describe.skipIf(snapshots.isMissing)('events of one scenario', () => {
  const events = snapshots.isMissing
    ? []
    : readScenarios(snapshots.path).flatMap(({ name, recordings }) => recordings.flatMap((recording) => groupedIn(name, recording)));
  const scenarios = [...Map.groupBy(events, ({ client, scenario }) => `${client} ${scenario}`)];
  const ofSeveralVersions = scenarios.filter(([, grouped]) => new Set(grouped.map(({ version }) => version)).size > 1);

  it('were recorded with several versions', () => {
    expect(ofSeveralVersions.length).toBeGreaterThan(20);
  });

  it.each(ofSeveralVersions)('group alike where they look alike: %s', (_name, grouped) => {
    for (const [look, alike] of Map.groupBy(grouped, (event) => event.look)) {
      const issues = issuesOf(alike);
      expect(issues, `${look} of ${alike.map(({ version }) => version).join(', ')}`).toHaveLength(1);
    }
  });

  it.runIf(process.env.PICKET_TABLE)('make these issues', () => {
    expect(scenarios.length).toBeGreaterThan(0);
    for (const [name, grouped] of scenarios) {
      const issues = issuesOf(grouped).map(
        (issue) => `${[...new Set(issue.map(({ version }) => version.split('.')[0]))].join(' ')}: ${issue[0]?.title.slice(0, 60)}`,
      );
      console.warn(`TABLE | ${name} | ${issues.length} | ${issues.join('; ')} |`);
    }
  });
});

function groupedIn(name: string, recording: Parameters<typeof decode>[0]): Grouped[] {
  const [folder = '', scenario = ''] = name.split('/');
  const [, client = '', version = ''] = /^(.*)-([\d.]+)$/.exec(folder) ?? [];
  return decode(recording)
    .items.filter(({ header }) => header.type === 'event')
    .map(({ payload }) => {
      const event = normalized(JSON.parse(payload.toString()));
      return { client, version, scenario, title: describeEvent(event).title, look: lookOf(event), hashes: groupEvent(event).hashes };
    });
}

/** Events with a hash in common are one issue. */
function issuesOf(grouped: readonly Grouped[]): Grouped[][] {
  return grouped.reduce<Grouped[][]>((issues, event) => {
    const isShared = (issue: Grouped[]) => issue.some(({ hashes }) => hashes.some((hash) => event.hashes.includes(hash)));
    return [...issues.filter((issue) => !isShared(issue)), [...issues.filter(isShared).flat(), event]];
  }, []);
}

/** Each version of a client had a copy of the program of its own, and is in the names of its files. */
const versionInPath = /(?<=\/(?:node|python|app))\d+(?=\/)|-\d+(?:\.\d+)+(?=\.js)/g;

function lookOf(event: Event): string {
  const exceptions = (event.exception?.values ?? []).map(({ type, value, stacktrace, mechanism }) => ({
    type,
    value,
    namesCause: mechanism?.exception_id !== undefined,
    frames: (stacktrace?.frames ?? [])
      .filter((frame) => frame.in_app !== false)
      .map(({ function: name, module, filename, lineno, context_line: line }) => [name, module, filename?.replaceAll(versionInPath, ''), lineno, line]),
  }));
  const { fingerprint, logentry, csp } = event;
  return JSON.stringify(exceptions.length > 0 ? { fingerprint, exceptions } : { fingerprint, message: logentry?.formatted ?? logentry?.message, csp });
}
