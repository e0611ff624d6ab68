import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '@yagura/kernel';
import type { GatewayClient } from '../api/gateway-client';
import { TENANT_BY_SLUG, type TenantProgress } from '../api/tenant-documents';

const LOOK_EVERY_MS = 200;
const WITHIN_MS = 60_000;

/** Waits until all steps of a new tenant are done, telling each look. Throws Unavailable that names the step which does not end. */
export async function awaitActive(gateway: GatewayClient, slug: string, look: (progress: TenantProgress) => void = () => undefined): Promise<TenantProgress> {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const { tenantBySlug: progress } = await gateway.ask(TENANT_BY_SLUG, { slug });
    look(progress);
    const open = progress.onboarding.steps.filter(({ done }) => !done);
    if (progress.state === 'ACTIVE' && open.length === 0) return progress;
    if (performance.now() > until) {
      const [first] = open;
      const where = first === undefined ? 'its activation' : `the step ${first.step}${first.lastError === null ? '' : ` (${first.lastError})`}`;
      throw new Unavailable(`The tenant ${slug} is made, but waits for ${where}; it goes on by itself as soon as that works.`, { slug: 'tenant.not_active' });
    }
    await pause(LOOK_EVERY_MS);
  }
}
