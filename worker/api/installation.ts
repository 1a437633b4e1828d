import type { Call, ViewerCall } from './call.ts';
import type { Health, Regions } from './contract/organization.ts';

/** For those who only want to know whether it answers: Terraform asks before it does anything. */
export async function readHealth(_call: Call): Promise<Response> {
  return Response.json({ problems: [], healthy: {} } satisfies Health);
}

/** An installation is one region, which is wherever it was reached. */
export async function listRegions({ url }: ViewerCall): Promise<Response> {
  return Response.json({ regions: [{ name: 'default', url: url.origin }] } satisfies Regions);
}
