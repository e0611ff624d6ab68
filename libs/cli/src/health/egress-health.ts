import { AppError } from '@yagura/kernel';
import { AllowedPlaces } from '@yagura/outside';
import { fail, ok, warn, type Health } from './health';

/** Places beside the public ones that webhooks of every tenant may reach: each is the operator's own decision, and is shown. */
export function egressHealth(listed: readonly string[]): Health {
  try {
    const { all } = new AllowedPlaces(listed);
    if (all.length === 0) return ok('webhooks', 'reach public addresses only');
    return warn('webhooks', `may also reach ${all.join(', ')}`, 'keep this list as short as it can be (--egress-allow): whoever sets up a webhook may name these places');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return fail('webhooks', error.message, 'correct --egress-allow');
  }
}
