import type { JSX } from 'preact';
import type { CapturedItem, CapturedOutcome } from '../../worker/api/contract/capture.ts';
import { CutText } from '../issue/event/text.tsx';
import { eventPath, issuePath } from '../places.ts';
import { settingLink } from './words.ts';

interface Scope {
  org: string;
  project: string | null;
}

/** Why something ended as it did, in plain words, with the way to the setting that decided. */
export function Reasons({ org, project, outcomes }: Scope & { outcomes: readonly CapturedOutcome[] }): JSX.Element {
  return (
    <>
      {outcomes.map(({ reason, text, setting }, index) => {
        const link = project === null ? null : settingLink(org, project, setting);
        return (
          <p class="reason" key={index}>
            <CutText value={text} max={500} />{' '}
            {reason !== null && (
              <code class="faint-text">
                <CutText value={reason} max={80} />
              </code>
            )}{' '}
            {link && (
              <a class="link" href={link.href}>
                {link.label}
              </a>
            )}
          </p>
        );
      })}
    </>
  );
}

/** Where an item can be found now. */
export function Became({ org, item: { eventId, issueId, issueShortId, attachmentId } }: { org: string; item: CapturedItem }): JSX.Element | null {
  if (eventId === null || issueId === null) return null;
  return (
    <p class="reason">
      {attachmentId === null ? 'Became event ' : 'Attached to event '}
      <a class="link" href={eventPath(org, issueId, eventId)}>
        <code>{eventId.slice(0, 8)}</code>
      </a>{' '}
      of{' '}
      <a class="link" href={issuePath(org, issueId)}>
        {issueShortId ?? 'its issue'}
      </a>
      .
    </p>
  );
}
