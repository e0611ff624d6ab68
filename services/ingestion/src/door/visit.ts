import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SourceTokenRefused } from '@yagura/auth';
import type { TenantContext } from '@yagura/kernel';
import type { BatchService } from '../batch/batch.service';
import { contextOf, type Holder } from '../credential/credential';
import type { CredentialService } from '../credential/credential.service';
import type { QuotaService } from '../quota/quota.service';
import { DoorRefusal } from './refusal';
import { openBody, readBody, storedForm } from './request-body';
import type { WorkSlots } from './work-slots';

/** What the request says of its batch beside the body. */
export interface Named {
  readonly door: string;
  readonly channel?: string;
  readonly clientKey?: string;
}

/** What a protocol's check found in a body: events to accept, and items that were refused one by one. */
export interface Checked {
  readonly count: number;
  readonly refusedItems: number;
}

export interface VisitServices {
  readonly credentials: CredentialService;
  readonly quota: QuotaService;
  readonly batches: BatchService;
  readonly slots: WorkSlots;
}

/** One request's way through the core, step by step as its protocol asks: who it is, whether it may, and the body into the log. */
export class Visit {
  private known?: Holder;

  constructor(private readonly nobody: TenantContext, readonly request: IncomingMessage, private readonly services: VisitServices) {}

  /** Whose request this is; undefined before `identify` has succeeded. */
  get holder(): Holder | undefined {
    return this.known;
  }

  /** Finds the token's holder. Its source may be closed: protocols look at other things first. */
  async identify(token: string): Promise<Holder> {
    try {
      this.known = await this.services.credentials.holderOf(this.nobody, { token, address: this.request.socket.remoteAddress ?? '' });
      return this.known;
    } catch (error) {
      throw error instanceof SourceTokenRefused ? new DoorRefusal('credential_unknown') : error;
    }
  }

  /** The identified holder of an open source; throws the refusal otherwise. */
  demandOpen(): Holder {
    if (this.known === undefined) throw new DoorRefusal('credential_missing');
    if (!this.known.isOpen) throw new DoorRefusal('credential_closed');
    return this.known;
  }

  /**
   * Reads the body, has it checked, and resolves when it is durable in the log. Only what the log needs outlives the check: the inflated
   * bytes are let go before the sender is held for its quota.
   */
  async take<Found extends Checked>(named: Named, check: (raw: Buffer) => Found): Promise<Found> {
    const holder = this.demandOpen();
    const release = await this.services.slots.take(holder.tenantId);
    try {
      return await this.store(holder, await this.checkedBody(named, check));
    } finally {
      release();
    }
  }

  private async checkedBody<Found extends Checked>(named: Named, check: (raw: Buffer) => Found) {
    const wire = await readBody(this.request);
    if (wire.length === 0) throw new DoorRefusal('no_data');
    const { raw, encoding } = await openBody(wire, this.request.headers['content-encoding']);
    const found = check(raw);
    const sha256 = createHash('sha256').update(raw).digest('hex');
    return { ...named, ...await storedForm(wire, encoding), wireBytes: wire.length, rawBytes: raw.length, sha256, count: found.count, refusedItems: found.refusedItems, found };
  }

  private async store<Found extends Checked>(holder: Holder, { found, ...body }: Awaited<ReturnType<typeof this.checkedBody<Found>>>): Promise<Found> {
    const ctx = contextOf(holder);
    if (body.count === 0) {
      await this.services.batches.refuseItems(ctx, holder, body.refusedItems);
      return found;
    }
    const giveBack = await this.services.quota.admit(ctx, holder, body.count, body.rawBytes);
    await this.services.batches.accept(ctx, holder, body).catch((error: unknown) => {
      giveBack();
      throw error;
    });
    return found;
  }
}
