/*
 * Which fields of an event may be scrubbed, and as what rules may speak of them.
 *
 * Source: relay-event-schema/src/protocol (the `pii` attribute of fields)
 */

/** `yes`: by any rule. `maybe`: only by a rule that names the field or its kind. `no`: never. */
export type Sensitivity = 'yes' | 'maybe' | 'no';

/** What a selector calls `$frame`. */
export type Kind =
  | 'event'
  | 'error'
  | 'stack'
  | 'frame'
  | 'request'
  | 'user'
  | 'logentry'
  | 'thread'
  | 'breadcrumb'
  | 'span'
  | 'sdk'
  | 'log'
  | 'trace_metric'
  | 'replay'
  | 'attachments'
  | 'minidump'
  | 'stack_memory'
  | 'heap_memory';

export interface Shape {
  sensitivity: Sensitivity;
  kind?: Kind;
  /** What the protocol knows. An object with known fields is typed: what is removed from it is absent, not null. */
  fields?: Readonly<Record<string, Shape>>;
  /** Of all other keys; by default they are as sensitive as what holds them. */
  others?: Shape;
  items?: Shape;
  /** A path of a file, whose last part always stays. */
  isPath?: true;
  /** A list of names and values, both of them texts. */
  isPairs?: true;
}

const yes: Shape = { sensitivity: 'yes' };
const maybe: Shape = { sensitivity: 'maybe' };
const no: Shape = { sensitivity: 'no' };
const inherited: Readonly<Record<Sensitivity, Shape>> = { yes, maybe, no };

const path: Shape = { sensitivity: 'maybe', isPath: true };
const pairs: Shape = { sensitivity: 'yes', isPairs: true };

const frame: Shape = { sensitivity: 'no', kind: 'frame', fields: { vars: yes, filename: path, abs_path: path, module: maybe } };
const stacktrace: Shape = { sensitivity: 'no', kind: 'stack', fields: { frames: { sensitivity: 'no', items: frame } } };
const mechanism: Shape = { sensitivity: 'no', fields: { data: yes, description: yes } };
const exception: Shape = { sensitivity: 'no', kind: 'error', fields: { value: yes, mechanism, stacktrace, raw_stacktrace: stacktrace } };
const thread: Shape = { sensitivity: 'no', kind: 'thread', fields: { stacktrace, raw_stacktrace: stacktrace } };
const breadcrumb: Shape = { sensitivity: 'no', kind: 'breadcrumb', fields: { message: yes, data: yes } };
const image: Shape = { sensitivity: 'no', fields: { code_file: path, debug_file: path } };
const span: Shape = { sensitivity: 'no', kind: 'span', fields: { description: maybe, tags: maybe, data: yes, sentry_tags: maybe } };
const report: Shape = { sensitivity: 'yes', fields: { source_file: maybe } };

export const eventShape: Shape = {
  sensitivity: 'no',
  kind: 'event',
  fields: {
    culprit: maybe,
    logentry: { sensitivity: 'no', kind: 'logentry', fields: { formatted: yes, params: yes } },
    exception: { sensitivity: 'no', fields: { values: { sensitivity: 'no', items: exception } } },
    stacktrace,
    threads: { sensitivity: 'no', fields: { values: { sensitivity: 'no', items: thread } } },
    breadcrumbs: { sensitivity: 'no', fields: { values: { sensitivity: 'no', items: breadcrumb } } },
    template: { sensitivity: 'no', fields: { filename: yes, abs_path: yes } },
    request: {
      sensitivity: 'no',
      kind: 'request',
      fields: { url: maybe, query_string: pairs, fragment: yes, data: yes, cookies: pairs, headers: pairs, env: yes },
    },
    user: {
      sensitivity: 'no',
      kind: 'user',
      others: yes,
      fields: { id: yes, email: yes, username: yes, name: yes, ip_address: yes, segment: yes, geo: yes, data: yes },
    },
    contexts: no,
    tags: { sensitivity: 'maybe', isPairs: true },
    extra: yes,
    sdk: { sensitivity: 'no', kind: 'sdk', fields: { client_ip: yes } },
    debug_meta: { sensitivity: 'no', fields: { images: { sensitivity: 'no', items: image } } },
    csp: report,
    hpkp: report,
    expectct: report,
    expectstaple: report,
    nel: report,
    spans: { sensitivity: 'no', items: span },
  },
};

/** Of a key in something of `parent`'s shape. `value` tells contexts apart: they follow their type. */
export function shapeOf(parent: Shape, key: string, value: unknown): Shape {
  const known = parent.fields && Object.hasOwn(parent.fields, key) ? parent.fields[key] : undefined;
  if (known === eventShape.fields?.contexts && parent === eventShape) return contextsShape;
  if (parent === contextsShape) return contextShape(key, value);
  return known ?? parent.others ?? inherited[parent.sensitivity];
}

/** Of an entry of a list. */
export function shapeOfItem(parent: Shape): Shape {
  return parent.items ?? inherited[parent.sensitivity];
}

export const contextsShape: Shape = { sensitivity: 'no' };

function contextShape(name: string, value: unknown): Shape {
  const type: unknown = typeof value === 'object' && value !== null && 'type' in value ? value.type : name;
  return (typeof type === 'string' ? contextShapes.get(type) : undefined) ?? customContext;
}

/** A context as such is never removed, whatever its name: it is not what a client calls it that is secret. */
const customContext: Shape = { sensitivity: 'no', others: yes };

/** Meant to be a text or a number. What a client puts there instead is free data. */
const plain: Shape = { sensitivity: 'maybe', others: yes, items: yes };

/** Contexts that the protocol knows: what it does not know in them is free data of the client, and so is every other context. */
function context(maybeFields: string, fields: Readonly<Record<string, Shape>> = {}): Shape {
  const known = Object.fromEntries(maybeFields.split(' ').map((field) => [field, plain]));
  return { sensitivity: 'no', fields: { type: no, ...known, ...fields }, others: yes };
}

const contextShapes: ReadonlyMap<string, Shape> = new Map([
  [
    'device',
    context(
      'name family model model_id arch battery_level battery_temperature orientation manufacturer brand screen_resolution screen_height_pixels screen_width_pixels ' +
        'screen_density screen_dpi online charging low_memory simulator memory_size free_memory usable_memory storage_size free_storage external_storage_size ' +
        'external_free_storage boot_time timezone locale processor_count cpu_description processor_frequency device_type battery_status supports_vibration ' +
        'supports_accelerometer supports_gyroscope supports_audio supports_location_service connection_type',
      { device_unique_identifier: yes },
    ),
  ],
  ['os', context('os name version build kernel_version rooted raw_description distribution_name distribution_version distribution_pretty_name')],
  ['runtime', context('runtime name version build raw_description')],
  [
    'app',
    context(
      'app_start_time device_app_hash build_type app_identifier app_name app_version app_build app_memory free_memory in_foreground is_active view_names split_names',
    ),
  ],
  ['browser', context('browser name version')],
  [
    'gpu',
    context(
      'name version id vendor_id vendor_name memory_size api_type multi_threaded_rendering npot_support max_texture_size graphics_shader_level ' +
        'supports_draw_call_instancing supports_ray_tracing supports_compute_shaders supports_geometry_shaders',
    ),
  ],
  ['trace', context('trace_id span_id parent_span_id op status exclusive_time client_sample_rate origin sampled description')],
  ['monitor', context('id slug config status')],
  ['culture', context('calendar display_name locale is_24_hour_format timezone')],
  ['cloud_resource', context('cloud.account.id cloud.provider cloud.platform cloud.region cloud.availability_zone host.id host.type')],
  ['profile', context('profile_id profiler_id')],
  ['replay', context('replay_id')],
  // Names of flags are chosen by the team, and many hold a word such as `auth`.
  ['flags', { sensitivity: 'no', others: maybe }],
  ['response', context('status_code body_size inferred_content_type', { cookies: yes, headers: yes, data: yes })],
  // What a user writes on purpose, to be read and to be answered.
  ['feedback', { sensitivity: 'no', fields: { type: no, message: no, contact_email: no, name: no }, others: yes }],
]);
