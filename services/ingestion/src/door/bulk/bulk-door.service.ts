import { Injectable } from '@nestjs/common';
import type { TenantContext } from '@yagura/kernel';
import { addsDocument, type BulkAction, checkBulkBody } from '@yagura/telemetry';
import { contextOf, type Holder } from '../../credential/credential';
import { SourceService } from '../../source/source.service';
import type { Answer, Knock } from '../answer';
import { clientKey } from '../client-key';
import { Intake } from '../intake.service';
import { repeatsForEver } from '../patient-sender';
import { type BulkRefused, DoorRefusal } from '../refusal';
import { skipBody } from '../request-body';
import type { Checked, Visit } from '../visit';
import { bulkItems, bulkJson, bulkRefusal, bulkText } from './bulk-answer';
import { bulkToken, isBulk } from './bulk-request';
import { DEFAULT_VERSION, handshake } from './handshake';

const METHODS = 'POST, PUT, OPTIONS';
const FAULTS = { no_data: 'no_data', bad_action: 'format', no_document: 'document_missing', too_many: 'too_many_events' } as const;

interface CheckedActions extends Checked { readonly actions: readonly BulkAction[] }

/**
 * The Elasticsearch bulk door, with as much of the server around it as shippers ask for. It answers 200 only when the batch is durable in the
 * telemetry log. A document that cannot be read is accepted and goes into quarantine: after a refusal its sender would repeat it for ever or drop it.
 */
@Injectable()
export class BulkDoor {
  constructor(private readonly intake: Intake, private readonly sources: SourceService) {}

  async answer(ctx: TenantContext, { request, url: { pathname }, isStopping }: Knock): Promise<Answer> {
    const refuse = (refusal: DoorRefusal<BulkRefused>) => bulkRefusal(request, refusal);
    if (isStopping) return refuse(new DoorRefusal('stopping')).answer;
    if (!isBulk(pathname)) return this.intake.answer<BulkRefused>(ctx, request, { title: 'Elasticsearch handshake', refuse, receive: (visit) => this.shake(visit, pathname) });
    if (request.method === 'OPTIONS') return bulkJson(request, 200, '{}', { allow: METHODS });
    if (request.method !== 'POST' && request.method !== 'PUT') return bulkRefusal(request, new DoorRefusal('method_unknown'), { allow: METHODS }).answer;
    return this.intake.answer<BulkRefused>(ctx, request, { title: 'Elasticsearch bulk', refuse, receive: (visit) => this.receive(visit) });
  }

  private async receive(visit: Visit): Promise<Answer> {
    const began = performance.now();
    await visit.identify(bulkToken(visit.request));
    visit.demandOpen();
    const { actions } = await visit.take({ door: 'bulk', clientKey: clientKey(visit.request) }, (raw) => checked(raw, repeatsForEver(visit.request)));
    return bulkJson(visit.request, 200, bulkItems(actions, Math.round(performance.now() - began)));
  }

  /** What is unknown here is answered and not counted: a question is no lost telemetry. */
  private async shake(visit: Visit, pathname: string): Promise<Answer> {
    const { request } = visit;
    await visit.identify(bulkToken(request));
    const holder = visit.demandOpen();
    await skipBody(request);
    const version = pathname === '/' ? await this.reportedVersion(holder) : DEFAULT_VERSION;
    const answer = handshake({ method: request.method ?? '', pathname }, { sourceId: holder.sourceId, version });
    if (answer === undefined) return bulkRefusal(request, new DoorRefusal('path_unknown')).answer;
    if ('allow' in answer) return bulkRefusal(request, new DoorRefusal('method_unknown'), answer).answer;
    return 'text' in answer ? bulkText(answer.text) : bulkJson(request, 200, JSON.stringify(answer.json));
  }

  /** The version is asked for so seldom that it is read each time. */
  private async reportedVersion(holder: Holder): Promise<string> {
    const [known] = await this.sources.reportedVersions(contextOf(holder), [holder.sourceId]);
    return known?.version ?? DEFAULT_VERSION;
  }
}

/** A body that no repeat can mend is evidence. From a sender that would repeat it for ever it is taken whole, as one event for quarantine. */
function checked(raw: Buffer, isRepeatedForEver: boolean): CheckedActions {
  const check = checkBulkBody(raw);
  if (check.ok) return { count: check.count, actions: check.actions, refusedItems: check.actions.filter((action) => !addsDocument(action)).length };
  if (check.fault === 'no_data') throw new DoorRefusal('no_data');
  if (isRepeatedForEver) return { count: 1, actions: ['index'], refusedItems: 0 };
  throw new DoorRefusal(FAULTS[check.fault], { at: check.line, evidence: { reason: `bulk_${check.fault}`, body: raw } });
}
