import type { ComponentChildren, JSX } from 'preact';
import type { Event } from '../../../worker/api/contract/event.ts';
import { AttachmentsPart } from './attachments-part.tsx';
import { BreadcrumbsPart } from './breadcrumbs-part.tsx';
import { readBreadcrumbs } from './breadcrumbs.ts';
import { ContextsPart } from './contexts-part.tsx';
import { FeedbackPart } from './feedback-part.tsx';
import { readContexts, withMarks } from './contexts.ts';
import type { Context } from './contexts.ts';
import { readExceptions, readThreads } from '../../../worker/reading/exceptions.ts';
import { readTrace } from '../../../worker/reading/frames.ts';
import { JsonValue } from './json-value.tsx';
import { droppedNames, metaAt, metaOfPair, type Meta } from './meta.ts';
import { eventsOfValue } from '../tags/value-places.ts';
import { Pairs } from './pairs.tsx';
import { FoldedPart, Guard, Part } from './part.tsx';
import { RawJsonPart } from './raw-json-part.tsx';
import { RepairsPart } from './repairs-part.tsx';
import { RequestPart } from './request-part.tsx';
import { readRequest } from './request.ts';
import { ExceptionsPart, ThreadsPart, TracePart } from './stack-parts.tsx';
import { EventText } from './text.tsx';
import { ValueMarks } from './value-mark.tsx';
import { asFields, asLabel, asList } from '../../../worker/reading/value.ts';
import './event.css';

interface EventViewProps {
  org: string;
  /** Slug of the project. */
  project: string;
  event: Event;
  /** Stands behind what broke, before what surrounded it. */
  aside?: ComponentChildren;
}

/** Entries that say what broke. */
const tellingEntries: ReadonlySet<string> = new Set(['exception', 'threads', 'stacktrace', 'message']);

/** One event from what broke to what it was made of. */
export function EventView({ org, project, event, aside }: EventViewProps): JSX.Element {
  const has = (type: string): boolean => event.entries.some((entry) => entry.type === type);
  const extraMeta = metaAt(event._meta, 'extra');
  const extra = Object.entries(asFields(event.context));
  const extraRows = [...extra, ...droppedNames(extraMeta, Object.keys(asFields(event.context))).map((name): [string, unknown] => [name, null])];
  return (
    <div class="event">
      <Guard>
        <FeedbackPart org={org} event={event} />
      </Guard>
      <Entries event={event} isWanted={(type) => tellingEntries.has(type)} />
      {event.type !== 'feedback' && !has('exception') && !has('stacktrace') && !has('message') && !has('threads') && !has('csp') && (
        <Part id="stack" title="Stack trace">
          <p class="quiet-text">This event came without an exception and without a message. What is known of it stands below.</p>
        </Part>
      )}
      {aside}
      <Entries event={event} isWanted={(type) => !tellingEntries.has(type)} />
      <TagsPart org={org} event={event} />
      <Guard>
        <ContextCards event={event} />
      </Guard>
      {extraRows.length > 0 && (
        <Part id="extra" title="Extra data">
          <Pairs pairs={extraRows} metaOf={(name) => metaAt(extraMeta, name)} />
        </Part>
      )}
      <AttachmentsPart org={org} project={project} event={event} />
      <PackagesPart packages={event.packages} />
      <RepairsPart event={event} />
      <RawJsonPart org={org} project={project} event={event} />
    </div>
  );
}

function Entries({ event, isWanted }: { event: Event; isWanted: (type: string) => boolean }): JSX.Element {
  return (
    <>
      {event.entries
        .filter(({ type }) => isWanted(type))
        .map((entry) => (
          <Guard key={`${entry.type} ${event.eventID}`}>
            <EntryView entry={entry} event={event} />
          </Guard>
        ))}
    </>
  );
}

function EntryView({ entry, event }: { entry: Event['entries'][number]; event: Event }): JSX.Element | null {
  switch (entry.type) {
    case 'exception': {
      const exceptions = readExceptions(entry.data);
      return exceptions.length === 0 ? null : (
        <ExceptionsPart exceptions={exceptions} platform={event.platform} title={event.metadata['type']} meta={metaAt(event._meta, 'exception')} />
      );
    }
    case 'stacktrace': {
      const trace = readTrace(entry.data);
      return trace === null ? null : <TracePart trace={trace} platform={event.platform} meta={metaAt(event._meta, 'stacktrace')} />;
    }
    case 'threads': {
      const threads = readThreads(entry.data);
      return threads.length === 0 ? null : <ThreadsPart threads={threads} platform={event.platform} meta={metaAt(event._meta, 'threads', 'values')} />;
    }
    case 'message':
      return <MessagePart data={entry.data} meta={metaAt(event._meta, 'logentry')} />;
    case 'breadcrumbs': {
      const crumbs = readBreadcrumbs(entry.data, Date.parse(event.dateCreated));
      return crumbs.length === 0 ? null : <BreadcrumbsPart crumbs={crumbs} meta={metaAt(event._meta, 'breadcrumbs', 'values')} />;
    }
    case 'request':
      return <RequestPart request={readRequest(entry.data)} meta={metaAt(event._meta, 'request')} />;
    case 'csp':
      return <FieldsPart id="csp" title="Violated policy" data={entry.data} />;
    case 'template':
      return <FieldsPart id="template" title="Template" data={entry.data} />;
    case 'debugmeta':
      return (
        <FoldedPart id="debugmeta" title="Debug images" note={asList(asFields(entry.data)['images']).length || undefined}>
          <JsonValue value={entry.data} isOpen />
        </FoldedPart>
      );
  }
}

/** A logged message, and where it had parameters, what they were put into. */
function MessagePart({ data, meta }: { data: unknown; meta: Meta }): JSX.Element {
  const entry = asFields(data);
  const formatted = asLabel(entry['formatted']) ?? asLabel(entry['message']) ?? '';
  const template = asLabel(entry['message']);
  const params = entry['params'];
  const hasParams = params !== null && params !== undefined && Object.keys(Object(params)).length > 0;
  return (
    <Part id="message" title="Message">
      <EventText value={formatted} lines />
      <ValueMarks meta={metaAt(meta, 'formatted')} />
      {(hasParams || (template !== null && template !== formatted)) && (
        <Pairs
          pairs={[
            ['template', template],
            ['parameters', params],
          ]}
          isPlain
          metaOf={(name) => metaAt(meta, name === 'template' ? 'message' : 'params')}
        />
      )}
    </Part>
  );
}

function FieldsPart({ id, title, data }: { id: string; title: string; data: unknown }): JSX.Element {
  return (
    <Part id={id} title={title}>
      <Pairs pairs={Object.entries(asFields(data))} isPlain />
    </Part>
  );
}

function TagsPart({ org, event }: { org: string; event: Event }): JSX.Element | null {
  const tags = asList(event.tags).map(asFields);
  if (tags.length === 0) return null;
  const half = Math.ceil(tags.length / 2);
  const pairs = tags.map((tag): [string, unknown] => [asLabel(tag['key']) ?? '(unnamed)', tag['value']]);
  const meta = metaAt(event._meta, 'tags');
  const metaFrom = (start: number) => (name: string, index: number, value: unknown) => metaOfPair(meta, name, start + index, value);
  const eventsOf = (name: string, value: unknown) => eventsOfValue(org, event.groupID, name, value);
  return (
    <Part id="tags" title="Tags" note={String(tags.length)}>
      <div class="tag-grid">
        <Pairs pairs={pairs.slice(0, half)} isPlain metaOf={metaFrom(0)} eventsOf={eventsOf} />
        {pairs.length > half && <Pairs pairs={pairs.slice(half)} isPlain metaOf={metaFrom(half)} eventsOf={eventsOf} />}
      </div>
    </Part>
  );
}

/** Who and with what: the user and the SDK stand with the contexts, as one reads them together. */
function ContextCards({ event }: { event: Event }): JSX.Element | null {
  const { data, ...user } = asFields(event.user);
  const { geo, ...more } = asFields(data);
  const rows: [string, unknown][] = [...Object.entries(user), ['place', placeText(geo)], ...Object.entries(more)];
  const userRows = rows.filter(([, value]) => value !== null && value !== '');
  const sdk = asFields(event.sdk);
  const sdkRows = Object.entries(sdk).filter(([, value]) => value !== null && value !== '');
  const cards: Context[] = [
    withUserMarks({ key: '(user)', title: 'User', icon: 'user', rows: userRows }, metaAt(event._meta, 'user')),
    // A feedback has a part of its own.
    ...readContexts(event.contexts, metaAt(event._meta, 'contexts')).filter(({ key }) => event.type !== 'feedback' || key !== 'feedback'),
    withMarks({ key: '(sdk)', title: 'SDK', icon: 'package', rows: sdkRows }, metaAt(event._meta, 'sdk')),
  ];
  const contexts = cards.filter((card) => card.rows.length > 0);
  return contexts.length === 0 ? null : <ContextsPart contexts={contexts} />;
}

/** What the team put into the user stands beside the user's own fields. */
function withUserMarks(context: Context, meta: Meta): Context {
  const { rows, metaOf: own } = withMarks(context, meta);
  const data = metaAt(meta, 'data');
  return { ...context, rows, metaOf: (name) => own?.(name) ?? metaAt(data, name) };
}

/** `Brno, South Moravian, Czechia`; null where nothing is known. */
function placeText(geo: unknown): string | null {
  const { city, subdivision, region, country_code: country } = asFields(geo);
  const names = [city, subdivision, region ?? country].filter((name) => typeof name === 'string' && name !== '');
  return names.length === 0 ? null : names.join(', ');
}

function PackagesPart({ packages }: { packages: unknown }): JSX.Element | null {
  const entries = Object.entries(asFields(packages));
  if (entries.length === 0) return null;
  return (
    <FoldedPart id="packages" title="Packages" note={entries.length.toLocaleString()}>
      <ul class="package-list">
        {entries.map(([name, version]) => (
          <li key={name}>
            <EventText value={name} max={200} />
            <span class="faint-text">
              <EventText value={version} max={60} />
            </span>
          </li>
        ))}
      </ul>
    </FoldedPart>
  );
}
