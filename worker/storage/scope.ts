import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import type { organizations, projects } from './schema.ts';
import { dataShard } from './shards.ts';

export type Organization = typeof organizations.$inferSelect;
export type ProjectRow = typeof projects.$inferSelect;
export type Database = DrizzleD1Database;

/**
 * The right to ask about one organization. Every question about what a tenant owns takes this, or a project that only this gives out, so a query without a
 * scope does not compile: both classes have a private field, which no object made elsewhere can have.
 */
class OrganizationScope {
  readonly #env: Env;
  readonly id: number;
  readonly organization: Organization;

  constructor(env: Env, organization: Organization) {
    this.#env = env;
    this.id = organization.id;
    this.organization = organization;
  }

  /** Identity and configuration. What is asked here must be narrowed to `id`. */
  get database(): Database {
    return drizzle(this.#env.DB);
  }

  /** Turns a row into a project that events may be asked of. A row of another organization is a bug in the query that found it. */
  admit(row: ProjectRow): ScopedProject {
    if (row.organizationId !== this.id)
      throw new Error(`Project ${row.id} of organization ${row.organizationId} was found in the scope of organization ${this.id}`);
    return new ScopedProject(this.#env, row);
  }
}

/** A project together with the database that holds its issues and events. */
class ScopedProject {
  readonly #env: Env;
  readonly id: number;
  readonly organizationId: number;
  readonly slug: string;
  readonly name: string;
  readonly platform: string | null;
  readonly shard: number;
  readonly firstEventAt: number | null;
  readonly createdAt: number;
  /** Sparse: only what somebody set. See settings/options.ts. */
  readonly options: ProjectRow['options'];

  constructor(env: Env, row: ProjectRow) {
    this.#env = env;
    this.id = row.id;
    this.organizationId = row.organizationId;
    this.slug = row.slug;
    this.name = row.name;
    this.platform = row.platform;
    this.shard = row.shard;
    this.firstEventAt = row.firstEventAt;
    this.createdAt = row.createdAt;
    this.options = row.options;
  }

  /** Where its keys are. */
  get configuration(): Database {
    return drizzle(this.#env.DB);
  }

  /** Where its issues and events are. */
  get data(): Database {
    return drizzle(dataShard(this.#env, this.shard));
  }
}

/** `organization` is a row of the table: whoever holds one has already been let in, by a membership or because it acts for the installation. */
export function openOrganization(env: Env, organization: Organization): OrganizationScope {
  return new OrganizationScope(env, organization);
}

export type { OrganizationScope, ScopedProject };
