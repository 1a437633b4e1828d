import type { LoaderOptions } from '../settings/loader-options.ts';
import { effectiveOptions, type EffectiveOptions, type KeyRateLimit } from '../settings/options.ts';

/** What ingest must know of a key and its project. Small, since isolates and caches hold many. */
export interface IngestKey {
  publicKey: string;
  projectId: number;
  organizationId: number;
  /** Data shard of the project. */
  shard: number;
  isActive: boolean;
  rateLimit: KeyRateLimit | null;
  /** Null for the default. */
  loader: LoaderOptions | null;
  options: EffectiveOptions;
}

/** Not scoped to an organization: the key itself is what grants the right to send. */
export async function findIngestKey(db: D1Database, publicKey: string): Promise<IngestKey | null> {
  const row = await db
    .prepare(
      `select k.is_active, k.rate_limit, k.loader, p.id, p.organization_id, p.shard, p.options, o.options as organization_options
       from project_keys k join projects p on p.id = k.project_id join organizations o on o.id = p.organization_id
       where k.public_key = ?`,
    )
    .bind(publicKey)
    .first<{
      is_active: number;
      rate_limit: string | null;
      loader: string | null;
      id: number;
      organization_id: number;
      shard: number;
      options: string;
      organization_options: string;
    }>();
  if (!row) return null;
  // Only the API writes options, and it checks them.
  const options = effectiveOptions(JSON.parse(row.organization_options), JSON.parse(row.options));
  const rateLimit: KeyRateLimit | null = row.rate_limit === null ? null : JSON.parse(row.rate_limit);
  const loader: LoaderOptions | null = row.loader === null ? null : JSON.parse(row.loader);
  return { publicKey, projectId: row.id, organizationId: row.organization_id, shard: row.shard, isActive: row.is_active === 1, rateLimit, loader, options };
}
