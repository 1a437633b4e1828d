import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';
import type { Event } from '../../../worker/api/contract/event.ts';
import { resolveEvent } from '../../api.ts';
import { eventPath } from '../../places.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { mailAddress, readFeedback } from './feedback.ts';
import { Part } from './part.tsx';
import { EventLink, EventText } from './text.tsx';

/** What somebody wrote: the event itself, if it is a feedback, and what came in about it. Nothing is drawn where nobody did. */
export function FeedbackPart({ org, event }: { org: string; event: Event }): JSX.Element | null {
  const feedback = readFeedback(event);
  const report = event.userReport;
  return (
    <>
      {feedback !== null && (
        <Part id="feedback" title="Feedback">
          <Words text={feedback.message} name={feedback.name} email={feedback.email}>
            {typeof feedback.url === 'string' && feedback.url !== '' && (
              <Fact name="Page">
                <EventLink value={feedback.url} />
              </Fact>
            )}
            {feedback.aboutEventId !== null && (
              <Fact name="About event">
                <EventOfId org={org} eventId={feedback.aboutEventId} />
              </Fact>
            )}
            {feedback.replayId !== null && (
              <Fact name="Replay">
                <code>
                  <EventText value={feedback.replayId} max={64} />
                </code>
              </Fact>
            )}
            {feedback.source !== null && (
              <Fact name="Written in">
                <EventText value={feedback.source} max={64} />
              </Fact>
            )}
          </Words>
        </Part>
      )}
      {report !== null && (
        <Part id="user-report" title="User feedback">
          <Words text={report.comments} name={report.name} email={report.email}>
            <Fact name="Written">
              <TimeAgo at={report.dateCreated} />
            </Fact>
          </Words>
        </Part>
      )}
    </>
  );
}

/** A text of a person, with who it is from. `children` are further facts. */
export function Words({ text, name, email, children }: { text: string; name: string | null; email: string | null; children?: ComponentChildren }): JSX.Element {
  const address = mailAddress(email ?? '');
  return (
    <figure class="words">
      <blockquote>
        <EventText value={text} lines />
      </blockquote>
      <figcaption>
        <dl>
          {name !== null && name !== '' && (
            <Fact name="From">
              <EventText value={name} max={128} />
            </Fact>
          )}
          {email !== null && email !== '' && (
            <Fact name="Email">
              {address === null ? (
                <EventText value={email} max={128} />
              ) : (
                <a class="link event-text" href={address}>
                  {email}
                </a>
              )}
            </Fact>
          )}
          {children}
        </dl>
      </figcaption>
    </figure>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A link as soon as it is known which issue the event is of; it may not be kept, or never have come. */
function EventOfId({ org, eventId }: { org: string; eventId: string }): JSX.Element {
  const issueId = useSignal<string | null>(null);
  useEffect(() => {
    let isShown = true;
    void resolveEvent(org, eventId).then((reply) => {
      if (isShown && reply.ok) issueId.value = reply.value.groupId;
    });
    return () => {
      isShown = false;
    };
  }, [org, eventId]);
  const name = <code>{eventId.slice(0, 8)}</code>;
  if (issueId.value === null) return <span title={eventId}>{name}</span>;
  return (
    <a class="link" href={eventPath(org, issueId.value, eventId)} title={eventId}>
      {name}
    </a>
  );
}
