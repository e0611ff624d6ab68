import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimited, type TenantContext, Unavailable } from '@yagura/kernel';
import { inDoorSpan, LOG, type Logger } from '@yagura/runtime';
import { BatchService } from '../batch/batch.service';
import { contextOf } from '../credential/credential';
import { CredentialService } from '../credential/credential.service';
import { QuotaService } from '../quota/quota.service';
import type { Answer, Worded } from './answer';
import { type CoreRefused, DoorRefusal, type Refused } from './refusal';
import { Visit } from './visit';
import { WorkSlots } from './work-slots';

/** Requests in work at once, over all doors: each may hold a body of ten megabytes, so this bounds their memory. One tenant gets half at most. */
const SLOTS = { total: 32, perHolder: 16, waiting: 1_024, holdMs: 5_000 } as const;

/** What a protocol does with one request, and how it says no. `title` names the span. */
export interface Reception<Own extends Refused> {
  readonly title: string;
  readonly receive: (visit: Visit) => Promise<Answer>;
  readonly refuse: (refusal: DoorRefusal<Own | CoreRefused>) => Worded;
}

/** The core that all doors share: credential, limits, quota, the durable write, and every refusal counted where the tenant sees it. */
@Injectable()
export class Intake {
  private readonly slots = new WorkSlots(SLOTS);

  constructor(private readonly credentials: CredentialService, private readonly quota: QuotaService, private readonly batches: BatchService,
    @Inject(LOG) private readonly log: Logger) {}

  /** Answers a request of nobody yet. One trace begins here, and leads to the case. */
  answer<Own extends Refused>(ctx: TenantContext, request: IncomingMessage, reception: Reception<Own>): Promise<Answer> {
    return inDoorSpan({ name: reception.title, request }, async (span) => {
      const visit = this.visit(ctx, request);
      const answer = await this.receive(visit, reception);
      if (visit.holder !== undefined) span.setAttributes({ 'yagura.tenant_id': visit.holder.tenantId, 'yagura.source_id': visit.holder.sourceId });
      return answer;
    });
  }

  /** A visit without a reception, for what is answered and counted nowhere. */
  visit(ctx: TenantContext, request: IncomingMessage): Visit {
    return new Visit(ctx, request, { credentials: this.credentials, quota: this.quota, batches: this.batches, slots: this.slots });
  }

  private async receive<Own extends Refused>(visit: Visit, { receive, refuse }: Reception<Own>): Promise<Answer> {
    try {
      return await receive(visit);
    } catch (error) {
      const refusal = refusalOf<Own>(error);
      if (refusal.refused === 'failed' || refusal.refused === 'unavailable') this.log.error({ err: error }, 'a door failed');
      const { answer, code } = refuse(refusal);
      await this.count(visit, code, refusal);
      return answer;
    }
  }

  private async count({ holder }: Visit, code: number, { facts }: DoorRefusal): Promise<void> {
    if (holder === undefined) return;
    await this.batches.refuse(contextOf(holder), holder, code, facts.evidence)
      .catch((cause: unknown) => this.log.warn({ err: cause, sourceId: holder.sourceId }, 'a refusal could not be counted'));
  }
}

/** What a failure means for the sender. An outage is told apart from a fault of ours, so that every sender repeats after it. */
function refusalOf<Own extends Refused>(error: unknown): DoorRefusal<Own | CoreRefused> {
  if (error instanceof DoorRefusal) return error as DoorRefusal<Own>;
  if (error instanceof RateLimited) return new DoorRefusal('busy', { retryAfterSec: error.retryAfterSec ?? 1 });
  if (error instanceof Unavailable) return new DoorRefusal('unavailable', { retryAfterSec: error.retryAfterSec ?? 5 });
  return new DoorRefusal('failed');
}
