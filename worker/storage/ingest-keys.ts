import type { Directory } from '../ownership/directory.ts';
import type { CodeownersFile, OwnershipTexts } from '../ownership/match.ts';
import type { LoaderOptions } from '../settings/loader-options.ts';
import { effectiveOptions, type EffectiveOptions, type KeyRateLimit } from '../settings/options.ts';
import { readDirectory } from './owners.ts';

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
  /** What new issues are assigned by; null where they are not. */
  ownership: IngestOwnership | null;
}

/** Rules, with those who are meant by their names. */
export interface IngestOwnership extends OwnershipTexts {
  directory: Directory;
}

/** Not scoped to an organization: the key itself is what grants the right to send. */
export async function findIngestKey(db: D1Database, publicKey: string): Promise<IngestKey | null> {
  const row = await db
    .prepare(
      `select k.is_active, k.rate_limit, k.loader, p.id, p.organization_id, p.shard, p.options, o.options as organization_options,
         (select json_object('raw', raw, 'ownerKeys', json(owner_keys), 'isOff', auto_assignment = 'off') from ownership where project_id = p.id) as ownership,
         (select json_group_array(json_object('raw', raw, 'ownerKeys', json(owner_keys), 'codeMappings', json(code_mappings), 'associations', json(associations)))
          from (select * from codeowners where project_id = p.id order by id)) as codeowners
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
      ownership: string | null;
      codeowners: string;
    }>();
  if (!row) return null;
  // Only the API writes options, and it checks them.
  const options = effectiveOptions(JSON.parse(row.organization_options), JSON.parse(row.options));
  const rateLimit: KeyRateLimit | null = row.rate_limit === null ? null : JSON.parse(row.rate_limit);
  const loader: LoaderOptions | null = row.loader === null ? null : JSON.parse(row.loader);
  const ownership = await readOwnership(db, row.organization_id, row.ownership === null ? null : JSON.parse(row.ownership), JSON.parse(row.codeowners));
  return {
    publicKey,
    projectId: row.id,
    organizationId: row.organization_id,
    shard: row.shard,
    isActive: row.is_active === 1,
    rateLimit,
    loader,
    options,
    ownership,
  };
}

/** A project without rules costs no second question. */
async function readOwnership(
  db: D1Database,
  organizationId: number,
  own: { raw: string; ownerKeys: string[]; isOff: 0 | 1 } | null,
  files: (CodeownersFile & { ownerKeys: string[] })[],
): Promise<IngestOwnership | null> {
  if (own?.isOff) return null;
  const keys = [...(own?.ownerKeys ?? []), ...files.flatMap(({ ownerKeys }) => ownerKeys)];
  if (keys.length === 0) return null;
  const codeowners = files.map(({ raw, codeMappings, associations }) => ({ raw, codeMappings, associations }));
  return { raw: own?.raw ?? '', codeowners, directory: await readDirectory(db, organizationId, [...new Set(keys)]) };
}
