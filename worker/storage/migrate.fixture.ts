import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('../index.ts');
    }
    interface Env extends PicketEnv {
      MIGRATIONS: D1Migration[];
      DB_1: D1Database;
    }
  }
}
type PicketEnv = import('../env.ts').Env;

await applyD1Migrations(env.DB, env.MIGRATIONS);
await applyD1Migrations(env.DB_1, env.MIGRATIONS);
