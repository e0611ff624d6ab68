import type { WebhookEndpointView } from '@yagura/contracts';
import type { Endpoint } from './endpoint';
import type { SecretFacts } from './secret';

export function toEndpointView({ createdAt, changedAt, ...endpoint }: Endpoint, secrets: readonly SecretFacts[]): WebhookEndpointView {
  return {
    ...endpoint, createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString(),
    secrets: secrets.filter(({ endpointId }) => endpointId === endpoint.endpointId)
      .map((secret) => ({ secretId: secret.secretId, createdAt: secret.createdAt.toISOString(), expiresAt: secret.expiresAt?.toISOString() ?? null })),
  };
}
