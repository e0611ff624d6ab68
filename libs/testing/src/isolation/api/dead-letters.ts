import { eventually } from '../../eventually';
import { sendAttack } from './company-telemetry';
import type { TwoCompanies } from './two-companies';

/**
 * Makes a dead letter of each company as it comes about in earnest: a table refuses its rows for a while, an attack is found, and reporting gives up on
 * the finding after its tries. The whole event is buried, with the names of the company's machine and user in it.
 */
export async function buryOneOfEach({ stores, yagura, a, b }: TwoCompanies): Promise<void> {
  await stores.refusingRows('reporting.finding', async () => {
    for (const company of [a, b]) await sendAttack(yagura.hecUrl, company.onboarded.sourceToken, company);
    await eventually('a finding of each is buried', async () => {
      const letters = await stores.rows<{ tenant_id: string }>('lane_relay', "select distinct tenant_id from lane.dead_letter where consumer = 'reporting'");
      return [a, b].every(({ ids }) => letters.some(({ tenant_id: tenantId }) => tenantId === ids.tenant));
    });
  });
}
