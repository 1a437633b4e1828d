import type { Sdk } from './event.ts';
import { Fields } from './fields.ts';
import { isObject } from './parse.ts';

const maxPackages = 200;

/** `client` is the `sentry_client` of the request, `name/version` or `name version`: it names the SDK where the event does not. */
export function readSdk(fields: Fields, client: string | null): Sdk | undefined {
  const sdk = fields.object('sdk') ?? fields.object('client_sdk');
  const name = sdk?.text('name', 256);
  const version = sdk?.lenientText('version', 256);
  if (!sdk || !name || !version) return sdkOf(client);

  const settings = sdk.object('settings');
  return {
    name,
    version,
    integrations: sdk.texts('integrations', 256),
    features: sdk.texts('features', 256),
    packages: sdk
      .list('packages')
      ?.slice(0, maxPackages)
      .flatMap((entry, index) => {
        if (!isObject(entry)) return [];
        const one = new Fields(entry, sdk.place.at('packages').at(index));
        return [{ name: one.text('name', 256), version: one.lenientText('version', 256) }];
      }),
    settings: settings && { infer_ip: readInferIp(settings) },
  };
}

function readInferIp(settings: Fields): 'auto' | 'never' | 'legacy' | undefined {
  const mode = settings.text('infer_ip', 128);
  return mode === 'auto' || mode === 'never' || mode === 'legacy' ? mode : undefined;
}

function sdkOf(client: string | null): Sdk | undefined {
  const match = /^([^\s/]{1,256})[\s/](\S{1,256})$/.exec(client?.trim() ?? '');
  return match?.[1] && match[2] ? { name: match[1], version: match[2] } : undefined;
}
