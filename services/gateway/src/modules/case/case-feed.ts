import {
  CaseAcknowledgedV1, CaseClosedV1, CaseCommentedV1, caseFacts, CaseOpenedV1, CaseSeverityChangedV1, CaseStatusChangedV1, CaseVerdictSetV1, FindingGroupedV1, instant,
  type EventEnvelope,
} from '@yagura/contracts';
import { Unavailable } from '@yagura/kernel';
import { z } from 'zod';
import { SEVERITY, STATUS } from './case.mapping';

/** Changes that wait for one reader. A screen shows a few at a time; whoever is this far behind reads the queue again instead. */
const WAITING = 500;

const KIND_OF: Readonly<Record<string, string | undefined>> = {
  [CaseOpenedV1.type]: 'OPENED', [FindingGroupedV1.type]: 'FINDING_JOINED', [CaseAcknowledgedV1.type]: 'ACKNOWLEDGED', [CaseSeverityChangedV1.type]: 'SEVERITY_CHANGED',
  [CaseStatusChangedV1.type]: 'STATUS_CHANGED', [CaseVerdictSetV1.type]: 'VERDICT_SET', [CaseCommentedV1.type]: 'COMMENTED', [CaseClosedV1.type]: 'CLOSED',
};
/** A verdict is shown to a client company when the case is closed, so that it was set is not told before. */
const STAFF_ONLY: ReadonlySet<string> = new Set([CaseVerdictSetV1.type]);

const changeShape = caseFacts.extend({ at: instant, visibility: z.enum(['internal', 'customer']).optional() });

export interface CaseChange {
  readonly kind: string; readonly at: string; readonly tenantId: string; readonly caseId: string; readonly number: number; readonly title: string;
  readonly severity: string; readonly status: string; readonly version: number;
}

/** The live part of the domain lane that the feed needs. */
export interface LiveEvents { onEvent(heard: (envelope: EventEnvelope) => void): () => void }

/** Who reads, and what of: `scope` is asked anew for each change, so a grant that ends between two of them ends the second. */
export interface FeedReader {
  readonly audience: 'staff' | 'customer';
  readonly tenantId?: string | null;
  scope(): Promise<ReadonlySet<string>>;
}

/** What an event tells this audience; undefined for events that are not for it. */
export function changeOf({ type, tenantid, data }: EventEnvelope, audience: FeedReader['audience']): CaseChange | undefined {
  const kind = KIND_OF[type];
  if (kind === undefined || (audience === 'customer' && STAFF_ONLY.has(type))) return undefined;
  const parsed = changeShape.safeParse(data);
  if (!parsed.success || parsed.data.tenantId !== tenantid) return undefined;
  // A comment that does not say that it is for the client company is not.
  if (audience === 'customer' && type === CaseCommentedV1.type && parsed.data.visibility !== 'customer') return undefined;
  const { at, caseId, number, title, severity, status, version } = parsed.data;
  return { kind, at, tenantId: tenantid, caseId, number, title, severity: SEVERITY[severity], status: STATUS[status], version };
}

/**
 * One reader's stream of case changes. It listens from the moment it is read, holds at most `WAITING` changes and fails once when there would be
 * more. Written by hand, because a generator that waits for an event could not be ended by its reader.
 */
export class CaseFeed implements AsyncIterableIterator<{ readonly caseChanged: CaseChange }> {
  private readonly waiting: CaseChange[] = [];
  private stopListening?: () => void;
  private wake: () => void = () => undefined;
  private end: 'none' | 'left' | 'too_slow' = 'none';

  constructor(private readonly events: LiveEvents, private readonly reader: FeedReader) {}

  [Symbol.asyncIterator](): this {
    this.stopListening ??= this.events.onEvent((envelope) => this.hear(envelope));
    return this;
  }

  async next(): Promise<IteratorResult<{ readonly caseChanged: CaseChange }>> {
    for (;;) {
      const change = this.waiting.shift();
      if (change !== undefined) {
        if ((await this.reader.scope()).has(change.tenantId)) return { value: { caseChanged: change }, done: false };
      } else if (this.end === 'too_slow') {
        this.end = 'left';
        throw new Unavailable('The stream was closed because its reader was too slow; read the queue and subscribe again.', { slug: 'feed.reader_too_slow', retryAfterSec: 1 });
      } else if (this.end === 'left') {
        return { value: undefined, done: true };
      } else {
        await new Promise<void>((resolve) => { this.wake = resolve; });
      }
    }
  }

  return(): Promise<IteratorResult<{ readonly caseChanged: CaseChange }>> {
    this.waiting.length = 0;
    this.finish('left');
    return Promise.resolve({ value: undefined, done: true });
  }

  private hear(envelope: EventEnvelope): void {
    const { audience, tenantId } = this.reader;
    if (tenantId !== undefined && tenantId !== null && envelope.tenantid !== tenantId) return;
    const change = changeOf(envelope, audience);
    if (change === undefined) return;
    if (this.waiting.length < WAITING) this.waiting.push(change);
    else this.cutOff();
    this.wake();
  }

  /** What waits is let go at once: the reader has to read the queue anew in any case. */
  private cutOff(): void {
    this.waiting.length = 0;
    this.finish('too_slow');
  }

  private finish(end: 'left' | 'too_slow'): void {
    this.end = end;
    this.stopListening?.();
    this.wake();
  }
}
