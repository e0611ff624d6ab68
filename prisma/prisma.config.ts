import { defineConfig } from 'prisma/config';

// Only commands that open a database read the address (migrate dev, migrate diff); `generate` never connects to it.
const url = process.env['YAGURA_MIGRATE_URL'] ?? 'postgresql://localhost/none';

export default defineConfig({
  schema: 'schema',
  migrations: { path: 'migrations' },
  datasource: { url },
});
