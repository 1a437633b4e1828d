/** A key that one may want as a column, and what it holds. */
export interface KnownField {
  name: string;
  about: string;
}

export const knownFields: readonly KnownField[] = [
  { name: 'title', about: 'What broke' },
  { name: 'issue', about: 'Its short id' },
  { name: 'message', about: 'What was logged' },
  { name: 'culprit', about: 'Where it broke' },
  { name: 'timestamp', about: 'When it happened' },
  { name: 'project', about: 'Of which project' },
  { name: 'environment', about: 'Where the app ran' },
  { name: 'release', about: 'Version of the app' },
  { name: 'release.version', about: 'Number of the version' },
  { name: 'level', about: 'How bad it is' },
  { name: 'platform', about: 'Of the SDK' },
  { name: 'transaction', about: 'Route or task' },
  { name: 'url', about: 'Address of the page' },
  { name: 'user', about: 'Who counts as one user' },
  { name: 'user.display', about: 'Who was affected' },
  { name: 'user.id', about: 'Id of the user' },
  { name: 'user.email', about: 'Email of the user' },
  { name: 'user.ip', about: 'Address of the user' },
  { name: 'error.type', about: 'Class of the error' },
  { name: 'error.value', about: 'Message of the error' },
  { name: 'error.mechanism', about: 'What caught it' },
  { name: 'error.handled', about: 'Caught by the app' },
  { name: 'error.unhandled', about: 'Not caught by the app' },
  { name: 'http.method', about: 'Of the request' },
  { name: 'http.url', about: 'Of the request' },
  { name: 'http.status_code', about: 'Of the response' },
  { name: 'os.name', about: 'Operating system' },
  { name: 'os.version', about: 'Its version' },
  { name: 'device.family', about: 'Kind of device' },
  { name: 'geo.country_code', about: 'Country of the user' },
  { name: 'geo.city', about: 'City of the user' },
  { name: 'sdk.name', about: 'SDK that sent it' },
  { name: 'sdk.version', about: 'Version of the SDK' },
  { name: 'dist', about: 'Build of the release' },
  { name: 'logger', about: 'What logged it' },
  { name: 'trace', about: 'Id of the trace' },
  { name: 'id', about: 'Id of the event' },
  { name: 'timestamp.to_hour', about: 'Hour in which it happened' },
  { name: 'timestamp.to_day', about: 'Day on which it happened' },
];

/** What groups come to, ready to be taken. */
export const knownFunctions: readonly KnownField[] = [
  { name: 'count()', about: 'Events' },
  { name: 'count_unique(user)', about: 'Users' },
  { name: 'count_unique(issue)', about: 'Issues' },
  { name: 'first_seen()', about: 'First event' },
  { name: 'last_seen()', about: 'Latest event' },
  { name: 'epm()', about: 'Events a minute' },
];

/** Functions of a field, which is asked for next. */
export const functionsOfField: readonly KnownField[] = [
  { name: 'count_unique', about: 'Different values' },
  { name: 'any', about: 'One of the values' },
  { name: 'min', about: 'Lowest' },
  { name: 'max', about: 'Highest' },
  { name: 'avg', about: 'Average' },
  { name: 'sum', about: 'Total' },
  { name: 'p50', about: 'Half are below' },
  { name: 'p75', about: '75% are below' },
  { name: 'p95', about: '95% are below' },
  { name: 'p99', about: '99% are below' },
];

/** Heads of columns, in words. */
const heads: Record<string, string> = {
  'count()': 'Events',
  'count_unique(user)': 'Users',
  'count_unique(issue)': 'Issues',
  'first_seen()': 'First seen',
  'last_seen()': 'Last seen',
  'epm()': 'Events/min',
  timestamp: 'Time',
  title: 'Title',
  issue: 'Issue',
  project: 'Project',
  environment: 'Environment',
  release: 'Release',
  'user.display': 'User',
  level: 'Level',
};

export function headOf(field: string): string {
  return heads[field] ?? field;
}
