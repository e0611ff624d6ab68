import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { TenantContext } from '@yagura/kernel';
import { checkBody } from '@yagura/telemetry';
import { QuotaService } from '../../quota/quota.service';
import type { Answer, Knock } from '../answer';
import { clientKey } from '../client-key';
import { Intake } from '../intake.service';
import { repeatsForEver } from '../patient-sender';
import { DoorRefusal, type HecRefused } from '../refusal';
import type { Checked, Visit } from '../visit';
import { allowing, hecAnswer, hecRefusal } from './hec-answer';
import { hecChannel, hecRoute, hecToken, methodOf, type HecRoute } from './hec-request';

const HEALTH = { free: 17, near_full: 24, full: 18 } as const;
const REFUSED = { 6: 'format', 12: 'event_missing', 13: 'event_blank', 15: 'fields_invalid' } as const;

/** The Splunk HEC door: answers 200 only when the batch is durable in the telemetry log, and each refusal with Splunk's own code. */
@Injectable()
export class HecDoor {
  constructor(private readonly intake: Intake, private readonly quota: QuotaService) {}

  async answer(ctx: TenantContext, { request, url: { pathname, searchParams }, isStopping }: Knock): Promise<Answer> {
    const route = hecRoute(pathname);
    if (route === undefined) return hecRefusal(new DoorRefusal('path_unknown')).answer;
    const method = methodOf(route);
    const allow = `${method}, OPTIONS`;
    if (request.method === 'OPTIONS') return allowing(allow);
    if (request.method !== method) return hecRefusal(new DoorRefusal('method_unknown'), { allow }).answer;
    if (isStopping) return hecRefusal(new DoorRefusal('stopping')).answer;
    if (route === 'health') return this.health(ctx, request, searchParams);
    return this.intake.answer<HecRefused>(ctx, request, { title: `HEC ${route}`, refuse: hecRefusal, receive: (visit) => this.receive(visit, searchParams, route) });
  }

  /** Anybody may ask; a token that is shown is looked at, so that a shipper's check before its start finds a wrong one. */
  private async health(ctx: TenantContext, request: IncomingMessage, query: URLSearchParams): Promise<Answer> {
    try {
      if (request.headers.authorization !== undefined || query.has('token')) {
        const { isOpen } = await this.intake.visit(ctx, request).identify(hecToken(request, query).token);
        if (!isOpen) return hecRefusal(new DoorRefusal('health_token_closed')).answer;
      }
      return hecAnswer(HEALTH[await this.quota.logLevel(ctx)]);
    } catch (error) {
      if (error instanceof DoorRefusal) return hecRefusal(new DoorRefusal('health_token_unknown')).answer;
      // Without its database the door can accept nothing, which is what a load balancer asks.
      return hecAnswer(18);
    }
  }

  private async receive(visit: Visit, query: URLSearchParams, route: Exclude<HecRoute, 'health'>): Promise<Answer> {
    // The token comes before anything else of the request, so nobody learns more than that it is wrong.
    const { token, isFromQuery } = hecToken(visit.request, query);
    await visit.identify(token);
    if (isFromQuery) throw new DoorRefusal('credential_in_query');
    visit.demandOpen();
    if (route === 'ack') throw new DoorRefusal('ack_disabled');
    const door = `hec.${route}` as const;
    await visit.take({ door, channel: hecChannel(visit.request, query, route), clientKey: clientKey(visit.request) }, (raw) => checked(raw, door, repeatsForEver(visit.request)));
    return hecAnswer(0);
  }
}

/** A body that no repeat can mend is evidence, an empty one is not. From a sender that would repeat it for ever it is taken whole, as one event for quarantine. */
function checked(raw: Buffer, door: 'hec.event' | 'hec.raw', isRepeatedForEver: boolean): Checked {
  const check = checkBody(raw, door);
  if (check.ok) return { count: check.count, refusedItems: 0 };
  if (check.code === 5) throw new DoorRefusal('no_data');
  if (isRepeatedForEver) return { count: 1, refusedItems: 0 };
  throw new DoorRefusal(REFUSED[check.code], { at: check.invalidEventNumber, evidence: { reason: `hec_${check.code}`, body: raw } });
}
