import type * as z from 'zod/mini';
import type { OrganizationCall } from './call.ts';
import type { Repositories } from './contract/release.ts';

/**
 * Those that are integrated: none. The names that commits come with are no repositories here, since sentry-cli takes any in this list for one that the server asks
 * for commits, and then sends none.
 */
export async function listRepositories(_call: OrganizationCall): Promise<Response> {
  return Response.json([] satisfies z.infer<typeof Repositories>);
}
