import type { UnrealContext } from './read-context.ts';
import type { LogCrumb } from './read-log.ts';

type Payload = Record<string, unknown>;

/** What comes with a crash of an Unreal game, beside its dump. */
export interface UnrealFacts {
  /** The crash reporter's `UserID`: login, Epic account and machine, with `|` between them. */
  user: string | null;
  context: UnrealContext | null;
  crumbs: readonly LogCrumb[];
}

/**
 * The payload of an event with what the engine knows, in the shape that clients send. What the client said goes before it, but for who crashed: the reporter
 * knows that best.
 *
 * Source: relay-server/src/utils/unreal.rs
 */
export function unrealEvent(client: Payload, { user, context, crumbs }: UnrealFacts): Payload {
  const named = withUser(client, user);
  const logged = crumbs.length > 0 ? { ...named, breadcrumbs: [...listOf(named.breadcrumbs), ...crumbs] } : named;
  return context && context.properties.size > 0 ? withContext(logged, context) : logged;
}

/** What the player wrote into the crash reporter; null where nothing. */
export function unrealReport({ properties }: UnrealContext): { name: string; comments: string } | null {
  const comments = properties.get('UserDescription');
  return comments ? { name: properties.get('UserName') || 'unknown', comments } : null;
}

function withUser(client: Payload, user: string | null): Payload {
  const [id, account, machine] = (user ?? '').split('|');
  const tags = Object.entries({ epic_account_id: account, machine_id: machine }).filter(([, value]) => value);
  return {
    ...client,
    ...(id ? { user: { ...objectOf(client.user), id } } : {}),
    ...(tags.length > 0 ? { tags: Array.isArray(client.tags) ? [...client.tags, ...tags] : { ...objectOf(client.tags), ...Object.fromEntries(tags) } } : {}),
  };
}

function withContext(client: Payload, { properties, engine, game }: UnrealContext): Payload {
  const adapter = engine.get('RHI.AdapterName');
  const message = properties.get('ErrorMessage');
  const contexts = objectOf(client.contexts);
  const merged = {
    device: fill(contexts.device, { memory_size: numberOf(properties.get('MemoryStats.TotalPhysical')) }),
    os: fill(contexts.os, { raw_description: properties.get('Misc.OSVersionMajor') }),
    gpu: fill(contexts.gpu, {
      name: adapter ?? properties.get('Misc.PrimaryGPUBrand'),
      id: engine.get('RHI.DeviceId'),
      graphics_shader_level: engine.get('RHI.FeatureLevel'),
      vendor_name: engine.get('RHI.GPUVendor'),
      version: engine.get('RHI.UserDriverVersion'),
      api_type: engine.get('RHI.RHIName'),
    }),
    game: game.size > 0 ? { ...objectOf(contexts.game), ...Object.fromEntries([...game].filter(([name]) => name !== payloadKey)) } : contexts.game,
    unreal: { ...objectOf(contexts.unreal), ...propertiesOf(properties, adapter === undefined ? [...shownElsewhere, 'Misc.PrimaryGPUBrand'] : shownElsewhere) },
  };
  return {
    ...client,
    user: fill(client.user, { username: properties.get('UserName'), id: properties.get('LoginId') }),
    logentry: client.logentry ?? (message && client.message === undefined ? { formatted: message } : undefined),
    level: client.level ?? levelOf(properties),
    sdk: client.sdk ?? { name: 'unreal.crashreporter', version: properties.get('CrashReportClientVersion') || '0.0.0' },
    contexts: { ...contexts, ...Object.fromEntries(Object.entries(merged).filter(([, context]) => context !== undefined)) },
  };
}

/** Where a game puts the event of its SDK, as JSON, into its own data. */
export const payloadKey = '__sentry';

function levelOf(properties: ReadonlyMap<string, string>): string | undefined {
  if (properties.get('IsAssert') === 'true') return 'error';
  return properties.get('IsEnsure') === 'true' ? 'warning' : undefined;
}

type Kind = 'text' | 'number' | 'boolean';

/** Properties by the names that Sentry gives them. All others are `custom`. */
const known: ReadonlyMap<string, readonly [name: string, kind: Kind]> = new Map<string, readonly [string, Kind]>([
  ['CrashGUID', ['crash_guid', 'text']],
  ['ProcessId', ['process_id', 'number']],
  ['IsInternalBuild', ['is_internal_build', 'boolean']],
  ['IsSourceDistribution', ['is_source_distribution', 'boolean']],
  ['IsAssert', ['is_assert', 'boolean']],
  ['IsEnsure', ['is_ensure', 'boolean']],
  ['CrashType', ['crash_type', 'text']],
  ['SecondsSinceStart', ['seconds_since_start', 'number']],
  ['GameName', ['game_name', 'text']],
  ['ExecutableName', ['executable_name', 'text']],
  ['BuildConfiguration', ['build_configuration', 'text']],
  ['PlatformName', ['platform_name', 'text']],
  ['EngineMode', ['engine_mode', 'text']],
  ['EngineVersion', ['engine_version', 'text']],
  ['LanguageLCID', ['language_lcid', 'number']],
  // Sentry's spelling, here and below.
  ['AppDefaultLocale', ['app_default_locate', 'text']],
  ['BuildVersion', ['build_version', 'text']],
  ['IsUE4Release', ['is_ue4_release', 'boolean']],
  ['BaseDir', ['base_dir', 'text']],
  ['RootDir', ['root_dir', 'text']],
  ['MachineId', ['machine_id', 'text']],
  ['LoginId', ['login_id', 'text']],
  ['EpicAccountId', ['epic_account_id', 'text']],
  ['CallStack', ['legacy_call_stack', 'text']],
  ['PCallStack', ['portable_call_stack', 'text']],
  ['CrashReporterMessage', ['crash_reporter_message', 'text']],
  ['Misc.NumberOfCores', ['misc_number_of_cores', 'number']],
  ['Misc.NumberOfCoresIncludingHyperthreads', ['misc_number_of_cores_inc_hyperthread', 'number']],
  ['Misc.Is64bitOperatingSystem', ['misc_is_64bit', 'boolean']],
  ['Misc.CPUVendor', ['misc_cpu_vendor', 'text']],
  ['Misc.CPUBrand', ['misc_cpu_brand', 'text']],
  ['Misc.PrimaryGPUBrand', ['misc_primary_gpu_brand', 'text']],
  ['Misc.OSVersionMinor', ['misc_os_version_minor', 'text']],
  ['GameStateName', ['game_state_name', 'text']],
  ['MemoryStats.TotalVirtual', ['memory_stats_total_virtual', 'number']],
  ['MemoryStats.PageSize', ['memory_stats_page_size', 'number']],
  ['MemoryStats.TotalPhysicalGB', ['memory_stats_total_phsysical_gb', 'number']],
  ['TimeOfCrash', ['time_of_crash', 'number']],
  ['bAllowToBeContacted', ['allowed_to_be_contacted', 'boolean']],
]);

/** Part of the event at another place; modules are those of the dump. */
const shownElsewhere: readonly string[] = [
  'UserName',
  'UserDescription',
  'ErrorMessage',
  'MemoryStats.TotalPhysical',
  'Misc.OSVersionMajor',
  'CrashReportClientVersion',
  'Modules',
];

function propertiesOf(properties: ReadonlyMap<string, string>, without: readonly string[]): Payload {
  const named: [name: string, value: unknown][] = [];
  const custom: [name: string, value: string][] = [];
  for (const [element, text] of properties) {
    const property = known.get(element);
    if (without.includes(element)) continue;
    if (!property) custom.push([element, text]);
    else named.push([property[0], valueOf(text, property[1])]);
  }
  const present = named.filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(present), ...(custom.length > 0 ? { custom: Object.fromEntries(custom) } : {}) };
}

function valueOf(text: string, kind: Kind): unknown {
  switch (kind) {
    case 'text':
      return text || undefined;
    case 'number':
      return numberOf(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
  }
}

/** Ticks are too large for a number, and stay text. */
function numberOf(text: string | undefined): number | string | undefined {
  if (text === undefined || !/^-?\d{1,20}$/.test(text)) return undefined;
  return Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

/** Undefined while there is nothing to tell. */
function fill(client: unknown, found: Payload): Payload | undefined {
  const own = objectOf(client);
  const missing = Object.entries(found).filter(([name, value]) => value !== undefined && value !== '' && (own[name] ?? '') === '');
  return missing.length > 0 || client !== undefined ? { ...own, ...Object.fromEntries(missing) } : undefined;
}

function listOf(values: unknown): unknown[] {
  const list = Array.isArray(values) ? values : objectOf(values).values;
  return Array.isArray(list) ? list : [];
}

function objectOf(value: unknown): Payload {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
