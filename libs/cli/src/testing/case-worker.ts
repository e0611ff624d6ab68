import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@yagura/kernel';
import { z } from 'zod';
import type { GatewayClient } from '../api/gateway-client';
import { CHANGE_CASE_STATUS, COMMENT_CASE, SET_CASE_VERDICT, TAKE_CASE } from '../api/world-documents';
import { inlineDocument } from './inline-document';

const AGAIN_MS = 200;
const PAUSE_MS = 50;

const NEW_CASES = inlineDocument('NewCases', 'query NewCases($tenantId: ID!) { cases(tenantId: $tenantId, status: NEW, first: 5) { nodes { id version } } }',
  z.object({ cases: z.object({ nodes: z.array(z.object({ id: z.string(), version: z.int() })) }) }));
const STANDING = inlineDocument('Standing', 'query Standing($id: ID!) { case(id: $id) { version status verdict } }',
  z.object({ case: z.object({ version: z.int(), status: z.string(), verdict: z.string().nullable() }) }));

/** A change of a case and what the API said of it. */
export interface CaseChange {
  readonly caseId: string;
  /** A comment is known by its text, any other change by where it led. */
  readonly kind: 'comment' | 'status' | 'verdict';
  readonly to: string;
  /** False when no answer came and nobody can say whether it happened. */
  readonly isAnswered: boolean;
}

interface Standing { readonly version: number; readonly status: string; readonly verdict: string | null }
type Send = (expectedVersion: number) => Promise<{ readonly version: number; readonly status?: string }>;

/**
 * Works cases through the API as an analyst does, and keeps a list of its own of what was answered. A change that names the version that its author
 * saw is repeated until it is answered or refused as overtaken, which by then tells that it had happened. A comment names none and is sent once.
 */
export class CaseWorker {
  readonly changes: CaseChange[] = [];
  /** How often each failure was met, for the report of a test that fails. */
  readonly failures = new Map<string, number>();
  private stopped = false;
  private abandoned = false;
  private work: Promise<void> = Promise.resolve();
  private marks = 0;

  constructor(private readonly gateway: () => GatewayClient, private readonly tenantIds: readonly string[]) {}

  start(): void {
    this.work = this.run();
  }

  /** Ends the case in hand first. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.work;
  }

  /** Ends at once; what was asked for may have happened or not. */
  async abandon(): Promise<void> {
    this.abandoned = true;
    await this.stop();
  }

  /** Changes that were answered. */
  get answered(): number {
    return this.changes.filter(({ isAnswered }) => isAnswered).length;
  }

  private async run(): Promise<void> {
    for (let turn = 0; !this.stopped; turn += 1) {
      const tenantId = this.tenantIds[turn % this.tenantIds.length];
      const found = await this.tried(() => this.gateway().ask(NEW_CASES, { tenantId }));
      const next = found?.cases.nodes[0];
      if (next === undefined) await pause(AGAIN_MS);
      else await this.workOn(next.id, next.version);
    }
  }

  private async workOn(caseId: string, seen: number): Promise<void> {
    const status = (to: string, holdReason?: string): [string, Send] =>
      [to, async (expectedVersion) => (await this.gateway().ask(CHANGE_CASE_STATUS, { input: { caseId, expectedVersion, status: to, holdReason } })).changeCaseStatus.case];
    let version = await this.decide(caseId, seen, 'status', ['IN_PROGRESS', async (expectedVersion) => (await this.gateway().ask(TAKE_CASE, { input: { caseId, expectedVersion } })).takeCase.case]);
    await this.comment(caseId);
    version = await this.decide(caseId, version, 'status', status('ON_HOLD', 'CUSTOMER'));
    version = await this.decide(caseId, version, 'status', status('IN_PROGRESS'));
    await this.comment(caseId);
    version = await this.decide(caseId, version, 'verdict', ['BENIGN', async (expectedVersion) => (await this.gateway().ask(SET_CASE_VERDICT, { input: { caseId, expectedVersion, verdict: 'BENIGN', reason: 'A drill.' } })).setCaseVerdict.case]);
    await this.decide(caseId, version, 'status', status('RESOLVED'));
  }

  /** Repeats one change until it has happened; answers the version that it led to. */
  private async decide(caseId: string, seen: number, kind: 'status' | 'verdict', [to, send]: [string, Send]): Promise<number> {
    for (let tries = 0; ; tries += 1) {
      try {
        const { version } = await send(seen);
        this.changes.push({ caseId, kind, to, isAnswered: true });
        return version;
      } catch (error) {
        this.note(error);
        if (error instanceof AppError && error.kind === 'Conflict') {
          const { version, status, verdict } = await this.standing(caseId);
          if (tries === 0 || (kind === 'status' ? status : verdict) !== to) throw new Error(`Somebody else changed the case ${caseId}: it stands at ${version}, ${status}, ${verdict}, and ${to} was asked for at ${seen}`, { cause: error });
          // The answer to an earlier try was lost; the change was not.
          this.changes.push({ caseId, kind, to, isAnswered: true });
          return version;
        }
        await pause(AGAIN_MS);
      }
    }
  }

  private async comment(caseId: string): Promise<void> {
    this.marks += 1;
    const body = `Comment number ${this.marks} of this drill.`;
    const said = await this.tried(() => this.gateway().ask(COMMENT_CASE, { input: { caseId, body } }));
    this.changes.push({ caseId, kind: 'comment', to: body, isAnswered: said !== undefined });
    await pause(PAUSE_MS);
  }

  private async standing(caseId: string): Promise<Standing> {
    for (;;) {
      const found = await this.tried(() => this.gateway().ask(STANDING, { id: caseId }));
      if (found !== undefined) return found.case;
      await pause(AGAIN_MS);
    }
  }

  private async tried<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.note(error);
      return undefined;
    }
  }

  private note(error: unknown): void {
    if (this.abandoned) throw error;
    const name = error instanceof AppError ? `${error.kind} ${error.slug}` : String(error);
    this.failures.set(name, (this.failures.get(name) ?? 0) + 1);
  }
}
