import type { Event, Frame } from '../event/event.ts';
import { type Family, familyOf } from './family.ts';
import { trimFunction } from './trim-function.ts';

/** A frame as rules and mechanisms look at it. What rules change is kept here, the event stays as it is. */
export interface FrameView {
  readonly frame: Frame;
  readonly platform: string;
  readonly family: Family;
  /** Trimmed; undefined where nobody knows it. */
  readonly function: string | undefined;
  /** Lower case, with `/`. */
  readonly path: string | undefined;
  readonly package: string | undefined;
  category: string | null;
  inApp: boolean;
  /** The rule that said last whether it is of the app. */
  inAppRule: string | null;
}

export function viewFrame(frame: Frame, { platform: eventPlatform }: Pick<Event, 'platform'>): FrameView {
  const platform = frame.platform ?? eventPlatform;
  const family = familyOf(platform);
  const path = frame.abs_path ?? frame.filename;
  return {
    frame,
    platform,
    family,
    function: functionOf(frame, platform, family),
    path: path === undefined ? undefined : plainPath(path),
    package: frame.package === undefined ? undefined : plainPath(frame.package),
    category: null,
    inApp: saidInApp(frame),
    inAppRule: null,
  };
}

/** What the client said. Of an event that was grouped before, rules may have changed `in_app`. */
function saidInApp({ in_app: inApp, data }: Frame): boolean {
  return typeof data?.orig_in_app === 'number' ? data.orig_in_app === 1 : inApp === true;
}

/** Where a client sent a raw name, it has trimmed the other one itself. */
function functionOf(frame: Frame, platform: string, family: Family): string | undefined {
  const name = (platform === 'csharp' && frame.raw_function) || frame.function || frame.raw_function;
  if (!name) return undefined;
  return frame.raw_function ? name : trimFunction(name, platform, family);
}

export function plainPath(path: string): string {
  return path.toLowerCase().replaceAll('\\', '/');
}
