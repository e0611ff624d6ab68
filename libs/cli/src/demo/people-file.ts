import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const person = z.object({
  username: z.string(), password: z.string(), realm: z.enum(['yagura', 'yagura-staff']), role: z.string(), tenantSlug: z.string().nullable(),
});
const file = z.object({ people: z.array(person), sources: z.array(z.object({ tenantSlug: z.string(), name: z.string(), kind: z.string(), token: z.string() })) });

export type DemoPerson = z.output<typeof person>;
/** What the demo knows of its own world: passwords and source tokens that a real installation would know nothing of. Mode 0600. */
export type DemoSecrets = z.output<typeof file>;

const pathOf = (dataDir: string): string => join(dataDir, 'demo', 'people.json');

export function readSecrets(dataDir: string): DemoSecrets {
  const path = pathOf(dataDir);
  return existsSync(path) ? file.parse(JSON.parse(readFileSync(path, 'utf8'))) : { people: [], sources: [] };
}

export function writeSecrets(dataDir: string, secrets: DemoSecrets): void {
  mkdirSync(join(dataDir, 'demo'), { recursive: true, mode: 0o700 });
  const half = `${pathOf(dataDir)}.new`;
  writeFileSync(half, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  // The file is there whole or not at all, also after a kill.
  renameSync(half, pathOf(dataDir));
}
