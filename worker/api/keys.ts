import { defaultLoaderOptions, type LoaderOptions } from '../settings/loader-options.ts';
import { createKeyPair } from '../identity/secrets.ts';
import * as storage from '../storage/keys.ts';
import type { OrganizationCall, ProjectCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import { NewProjectKey, type ProjectKey, ProjectKeyChange, SdkVersion } from './contract/project.ts';
import { readBody } from './read-body.ts';
import { notFound } from './refusals.ts';
import { answerShortList } from './short-list.ts';
import { isoTime } from './time.ts';

export async function listProjectKeys({ project, url }: ProjectCall): Promise<Response> {
  return answerKeys(url, await storage.listKeys(project));
}

export async function listKeysOfOrganization(call: OrganizationCall): Promise<Response> {
  const keys = await Promise.all((await chosenProjects(call)).map(storage.listKeys));
  return answerKeys(call.url, keys.flat());
}

/** `status=active|inactive` keeps those. */
function answerKeys(url: URL, keys: readonly storage.ProjectKey[]): Response {
  const status = url.searchParams.get('status');
  const shown = keys.filter(({ isActive }) => (status === 'active' ? isActive : status === 'inactive' ? !isActive : true));
  return answerShortList(
    url,
    ['status', 'project'],
    shown.map((key) => serializeKey(key, url)),
  );
}

export async function createProjectKey({ request, project, url, now }: ProjectCall): Promise<Response> {
  const { name, rateLimit = null } = await readBody(request, NewProjectKey);
  const key = await storage.createKey(project, { ...createKeyPair(), name: name ?? 'Key', rateLimit: readRateLimit(rateLimit), createdAt: now });
  return Response.json(serializeKey(key, url), { status: 201 });
}

export async function readProjectKey(call: ProjectCall): Promise<Response> {
  const key = await storage.findKey(call.project, call.parameter('key'));
  if (!key) throw notFound();
  return Response.json(serializeKey(key, call.url));
}

/** Ingest remembers keys, so it hears of it within a minute. */
export async function changeProjectKey(call: ProjectCall): Promise<Response> {
  const { rateLimit, browserSdkVersion, dynamicSdkLoaderOptions, ...change } = await readBody(call.request, ProjectKeyChange);
  const loader = browserSdkVersion || dynamicSdkLoaderOptions ? await changedLoader(call, browserSdkVersion, dynamicSdkLoaderOptions) : undefined;
  const key = await storage.changeKey(call.project, call.parameter('key'), {
    ...change,
    rateLimit: rateLimit === undefined ? undefined : readRateLimit(rateLimit),
    loader,
  });
  if (!key) throw notFound();
  return Response.json(serializeKey(key, call.url));
}

function readRateLimit(limit: ProjectKey['rateLimit']): storage.ProjectKey['rateLimit'] {
  return limit && { count: limit.count, windowSeconds: limit.window };
}

/** What is not named stays. */
async function changedLoader(
  { project, parameter }: ProjectCall,
  sdkVersion: ProjectKeyChange['browserSdkVersion'],
  features: ProjectKeyChange['dynamicSdkLoaderOptions'],
): Promise<LoaderOptions> {
  const key = await storage.findKey(project, parameter('key'));
  const known = key?.loader ?? defaultLoaderOptions;
  return {
    sdkVersion: sdkVersion ?? known.sdkVersion,
    hasPerformance: features?.hasPerformance ?? known.hasPerformance,
    hasReplay: features?.hasReplay ?? known.hasReplay,
    hasDebug: features?.hasDebug ?? known.hasDebug,
  };
}

export async function deleteProjectKey(call: ProjectCall): Promise<Response> {
  if (!(await storage.deleteKey(call.project, call.parameter('key')))) throw notFound();
  return new Response(null, { status: 204 });
}

/** The DSN that SDKs are given. The host is the one that this request came to. */
export function dsnOf(url: URL, userPart: string, projectId: number): string {
  return `${url.protocol}//${userPart}@${url.host}/${projectId}`;
}

function serializeKey({ publicKey, secretKey, projectId, name, isActive, createdAt, rateLimit, loader }: storage.ProjectKey, url: URL): ProjectKey {
  const { sdkVersion, ...features } = loader ?? defaultLoaderOptions;
  const endpoint = `${url.origin}/api/${projectId}`;
  return {
    id: publicKey,
    name,
    label: name,
    public: publicKey,
    secret: secretKey,
    projectId,
    isActive,
    rateLimit: rateLimit && { window: rateLimit.windowSeconds, count: rateLimit.count },
    browserSdkVersion: sdkVersion,
    browserSdk: { choices: SdkVersion.options.map((version): [SdkVersion, string] => [version, version]) },
    dynamicSdkLoaderOptions: features,
    dsn: {
      public: dsnOf(url, publicKey, projectId),
      secret: dsnOf(url, `${publicKey}:${secretKey}`, projectId),
      csp: `${endpoint}/csp-report/?sentry_key=${publicKey}`,
      security: `${endpoint}/security/?sentry_key=${publicKey}`,
      minidump: `${endpoint}/minidump/?sentry_key=${publicKey}`,
      nel: `${endpoint}/nel/?sentry_key=${publicKey}`,
      otlp_traces: `${endpoint}/integration/otlp/v1/traces`,
      otlp_logs: `${endpoint}/integration/otlp/v1/logs`,
      unreal: `${endpoint}/unreal/${publicKey}/`,
      crons: `${endpoint}/cron/___MONITOR_SLUG___/${publicKey}/`,
      cdn: `${url.origin}/js-sdk-loader/${publicKey}.min.js`,
    },
    dateCreated: isoTime(createdAt),
  };
}
