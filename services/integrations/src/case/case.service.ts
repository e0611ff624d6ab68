import { Injectable } from '@nestjs/common';
import { deterministicId, NotFound } from '@yagura/kernel';
import type { WebhookEvent } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { QueueService } from '../delivery/queue.service';
import { EndpointService } from '../endpoint/endpoint.service';
import { TenantService } from '../tenant/tenant.service';
import { bodyOf, type CaseFacts } from './case-news';
import { noteOpened, openedAtOf } from './case.repository';

/** Turns what happens to a case into one message for each endpoint of its own company that asks for it. */
@Injectable()
export class CaseService {
  constructor(private readonly tenants: TenantService, private readonly endpoints: EndpointService, private readonly queue: QueueService) {}

  async opened(tx: TenantTx, facts: CaseFacts, eventId: string): Promise<void> {
    await noteOpened(tx, facts.caseId, new Date(facts.at));
    await this.tell(tx, 'case.opened', facts, eventId);
  }

  async changed(tx: TenantTx, facts: CaseFacts, eventId: string): Promise<void> {
    await this.tell(tx, 'case.changed', facts, eventId);
  }

  private async tell(tx: TenantTx, type: WebhookEvent, facts: CaseFacts, eventId: string): Promise<void> {
    const { code: tenantCode } = await this.tenants.of(tx);
    const openedAt = await openedAtOf(tx, facts.caseId);
    if (openedAt === undefined) throw new NotFound('case');
    const body = bodyOf(type, facts, { tenantCode, openedAt });
    const endpointIds = await this.endpoints.listening(tx, type);
    // Named after event and endpoint, so that an event that comes again makes no second message.
    await this.queue.add(tx, endpointIds.map((endpointId) => ({ deliveryId: deterministicId('webhook', endpointId, eventId), endpointId, eventType: type, caseId: facts.caseId, body })));
  }
}
