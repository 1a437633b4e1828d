/** Languages that name their functions and files alike. */
export type Family = 'native' | 'javascript' | 'other';

/** Source: sentry/src/sentry/stacktraces/platform.py */
export function familyOf(platform: string): Family {
  switch (platform) {
    case 'objc':
    case 'cocoa':
    case 'swift':
    case 'native':
    case 'c':
      return 'native';
    case 'javascript':
    case 'node':
      return 'javascript';
    default:
      return 'other';
  }
}
