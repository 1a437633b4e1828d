import { maxGlobLength } from '../filters/glob.ts';
import { parseIpRange } from '../filters/ip-range.ts';
import { defaultOptions, type ProjectOptions } from '../settings/options.ts';
import { dataCategories } from '../envelope/data-category.ts';
import type { LimitSettings, LimitSettingsChange } from './contract/project-options.ts';
import type { FieldErrors } from './contract/values.ts';
import { invalidFields } from './refusals.ts';

/** What a project's owner set about filters, origins and quotas, in Sentry's shape. */
export function serializeLimitSettings(stored: Partial<ProjectOptions>): LimitSettings {
  const options = { ...defaultOptions, ...stored };
  const { filters, allowedDomains, filteredIPAddresses, filteredReleases, filteredErrorMessages, quotas } = options;
  return {
    allowedDomains: [...allowedDomains],
    options: {
      'filters:blacklisted_ips': filteredIPAddresses.join('\n'),
      'filters:releases': filteredReleases.join('\n'),
      'filters:error_messages': filteredErrorMessages.join('\n'),
      'filters:react-hydration-errors': filters['react-hydration-errors'] === true,
      'filters:chunk-load-error': filters['chunk-load-error'] === true,
      'quotas:spike-protection-disabled': !options.spikeProtection,
      'quotas:spike-protection-floor': options.spikeFloor,
    },
    quotas: quotas.map(({ categories, limit, windowSeconds, reason }) => ({
      categories: [...categories],
      limit,
      window: windowSeconds,
      ...(reason === '' ? {} : { reasonCode: reason }),
    })),
  };
}

/** What a change sets, as options; those it does not name stay. Ends the request where a pattern, a range or a category is none. */
export function limitOptionsOf(change: LimitSettingsChange): Partial<ProjectOptions> {
  const { allowedDomains, options = {}, quotas } = change;
  const lists = {
    filteredIPAddresses: linesOf(options['filters:blacklisted_ips']),
    filteredReleases: linesOf(options['filters:releases']),
    filteredErrorMessages: linesOf(options['filters:error_messages']),
  };
  refuseFaults(change, lists);
  const next: Partial<ProjectOptions> = {};
  if (allowedDomains) next.allowedDomains = allowedDomains;
  if (lists.filteredIPAddresses) next.filteredIPAddresses = lists.filteredIPAddresses;
  if (lists.filteredReleases) next.filteredReleases = lists.filteredReleases;
  if (lists.filteredErrorMessages) next.filteredErrorMessages = lists.filteredErrorMessages;
  for (const id of ['react-hydration-errors', 'chunk-load-error'] as const) {
    const isOn = options[`filters:${id}`];
    if (isOn !== undefined) next.filters = { ...next.filters, [id]: isOn };
  }
  const isUnprotected = options['quotas:spike-protection-disabled'];
  if (isUnprotected !== undefined) next.spikeProtection = !isUnprotected;
  const floor = options['quotas:spike-protection-floor'];
  if (floor !== undefined) next.spikeFloor = floor;
  if (quotas) next.quotas = quotas.map(({ categories, limit, window, reasonCode }) => ({ categories, limit, windowSeconds: window, reason: reasonCode ?? '' }));
  return next;
}

function linesOf(text: string | undefined): string[] | undefined {
  return text
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

type Lists = Record<'filteredIPAddresses' | 'filteredReleases' | 'filteredErrorMessages', string[] | undefined>;

function refuseFaults({ quotas = [] }: LimitSettingsChange, lists: Lists): void {
  const faults: FieldErrors = {};
  const noRange = lists.filteredIPAddresses?.find((range) => !parseIpRange(range));
  if (noRange !== undefined) faults['options.filters:blacklisted_ips'] = [`'${noRange}' is not an acceptable IP address.`];
  for (const [field, patterns] of [
    ['options.filters:releases', lists.filteredReleases],
    ['options.filters:error_messages', lists.filteredErrorMessages],
  ] as const) {
    if (patterns?.some((pattern) => pattern.length > maxGlobLength)) faults[field] = [`A line may hold ${maxGlobLength} characters.`];
  }
  const unknown = quotas.flatMap(({ categories }) => categories).find((category) => !dataCategories.some((known) => known === category));
  if (unknown !== undefined) faults.quotas = [`'${unknown}' is not a data category.`];
  if (Object.keys(faults).length > 0) throw invalidFields(faults);
}
