/** Before version 7 of the protocol interfaces were named after Python classes, and a message stood by itself. */
const aliases: readonly [alias: string, name: string][] = [
  ['sentry.interfaces.Message', 'logentry'],
  ['message', 'logentry'],
  ['sentry.interfaces.Exception', 'exception'],
  ['sentry.interfaces.Stacktrace', 'stacktrace'],
  ['sentry.interfaces.Template', 'template'],
  ['sentry.interfaces.Breadcrumbs', 'breadcrumbs'],
  ['sentry.interfaces.Http', 'request'],
  ['sentry.interfaces.User', 'user'],
  ['sentry.interfaces.Contexts', 'contexts'],
  ['sentry.interfaces.Csp', 'csp'],
  ['sentry.interfaces.Hpkp', 'hpkp'],
  ['sentry.interfaces.ExpectCT', 'expectct'],
  ['sentry.interfaces.ExpectStaple', 'expectstaple'],
];

/** The payload under the names of today. What stands under one already stays. */
export function renameAliases(payload: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const found = aliases.filter(([alias]) => Object.hasOwn(payload, alias) && payload[alias] != null);
  if (found.length === 0) return payload;
  const renamed = { ...payload };
  for (const [alias, name] of found) renamed[name] ??= payload[alias];
  return renamed;
}
