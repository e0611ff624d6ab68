import { Injectable } from '@nestjs/common';
import { ClockBreachedV1, ClockMetV1, ClockScheduledV1, ClockWarnedV1 } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import { type CaseChange, type CaseEntry, openMetrics, type WatchedCase } from '../case/watched-case';
import { PolicyService } from '../policy/policy.service';
import { type PinnedPolicy, targetOf } from '../policy/policy';
import { ScheduleService } from '../timer/schedule.service';
import { timersOf } from '../timer/timer';
import { type Clock, clockIdOf, evaluate, type Standing, standingOf } from './clock';
import { factsOf } from './clock.mapping';
import { addClock, addEntries, historyOf, noteNews, saveStanding, takeClock, takeFreeClock } from './clock.repository';
import type { HistoryEntry } from './history';
import { type Notice, noticesOf } from './notice';

/** A breach that is told later than this after its instant is marked late (service levels, section 1.11). */
const LATE_AFTER_MS = 60_000;

/** Histories only grow, and every column of a clock, its timers and its news follow from the history alone. */
@Injectable()
export class ClockService {
  constructor(private readonly policies: PolicyService, private readonly schedule: ScheduleService) {}

  /**
   * Adds what happened to a case to the histories of its clocks, and settles each as of the instant at which the change was told: what
   * happened to the case since may wait behind it in the lane, and only the timers speak for the time after.
   */
  async record(tx: TenantTx, { after, entries }: CaseChange, toldAt: Date): Promise<void> {
    for (const metric of new Set(entries.map((entry) => entry.metric))) {
      const known = await takeClock(tx, after.caseId, metric);
      const ofMetric = entries.filter((entry) => entry.metric === metric);
      if (known === undefined) await this.begin(tx, after, ofMetric[0], toldAt);
      else await this.grow(tx, known, after, ofMetric, toldAt);
    }
  }

  /** The clock, locked for settling, unless somebody else has it in hand. */
  takeFree(tx: TenantTx, clockId: string): Promise<Clock | undefined> {
    return takeFreeClock(tx, clockId);
  }

  /** Asks the history at an instant: stores the answer, renews the timers, tells what is new. Repeating it changes nothing. */
  async settle(tx: TenantTx, clock: Clock, wantedAt: Date): Promise<void> {
    // An answer never goes back behind one that was given before.
    const asOf = wantedAt > clock.evaluatedAt ? wantedAt : clock.evaluatedAt;
    const policy = await this.policies.pinned(tx, clock);
    const history = await historyOf(tx, clock.clockId);
    const result = evaluate(clock, policy, history, asOf);
    const standing = standingOf(result, history, policy);
    const before = await saveStanding(tx, clock, standing, asOf);
    await this.schedule.renew(tx, clock, timersOf(result, history, policy), asOf);
    await tellSchedule(tx, clock, before, standing);
    for (const notice of await noteNews(tx, clock.clockId, noticesOf(result, history, policy))) await tellNotice(tx, clock, standing, notice);
  }

  /** A case that is or becomes promised: from its opening, or from the change that brought it under the promise. */
  private async begin(tx: TenantTx, watched: WatchedCase, first: CaseEntry, toldAt: Date): Promise<void> {
    const isAsked = first.kind === 'start' || first.kind === 'retarget' || first.kind === 'reopen';
    if (!isAsked || !openMetrics(watched).includes(first.metric)) return;
    const policy = await this.policies.inForce(tx);
    const targetSec = targetOf(policy, first.metric, watched.severity);
    if (targetSec === undefined) return;
    const clock: Clock = {
      clockId: clockIdOf(tx.tenantId, watched.caseId, first.metric), caseId: watched.caseId, caseNumber: watched.number, metric: first.metric, severity: watched.severity,
      policyId: policy.policyId, policyVersion: policy.version, targetSec, startedAt: first.at, sequence: 0, evaluatedAt: toldAt,
    };
    await addClock(tx, clock, { calendar: policy.calendar, tzVersion: process.versions.tz ?? 'unknown' });
    const hold: CaseEntry[] = watched.holdReason === null ? [] : [{ metric: first.metric, kind: 'pause', at: first.at, reason: watched.holdReason }];
    await this.append(tx, clock, [{ metric: first.metric, kind: 'start', at: first.at }, ...hold], toldAt);
  }

  private async grow(tx: TenantTx, clock: Clock, watched: WatchedCase, entries: readonly CaseEntry[], toldAt: Date): Promise<void> {
    const policy = await this.policies.pinned(tx, clock);
    const target = targetAfter(clock, policy, watched, entries);
    const isBack = entries.some(({ kind }) => kind === 'reopen');
    // A change of severity while the work rested reaches the clock when the work goes on.
    const late: CaseEntry[] = isBack && target.severity !== clock.severity ? [{ metric: clock.metric, kind: 'retarget', at: entries[0].at }] : [];
    const [first, ...rest] = entries;
    await this.append(tx, { ...clock, ...target }, [first, ...late, ...rest].filter(({ kind }) => kind !== 'retarget' || target.severity !== clock.severity), toldAt);
  }

  private async append(tx: TenantTx, clock: Clock, entries: readonly CaseEntry[], toldAt: Date): Promise<void> {
    const added = entries.map((entry, index): HistoryEntry => ({
      sequence: clock.sequence + index + 1, kind: entry.kind, at: entry.at, recordedAt: tx.now, reason: 'reason' in entry ? entry.reason : null,
      targetSec: entry.kind === 'start' || entry.kind === 'retarget' ? clock.targetSec : null,
    }));
    await addEntries(tx, clock.clockId, added);
    await this.settle(tx, { ...clock, sequence: clock.sequence + added.length }, toldAt);
  }
}

/** A severity for which nothing is promised leaves the promise that was given in force. */
function targetAfter(clock: Clock, policy: PinnedPolicy, watched: WatchedCase, entries: readonly CaseEntry[]): Pick<Clock, 'severity' | 'targetSec'> {
  const isAsked = entries.some(({ kind }) => kind === 'retarget' || kind === 'reopen');
  const targetSec = isAsked ? targetOf(policy, clock.metric, watched.severity) : undefined;
  return targetSec === undefined ? { severity: clock.severity, targetSec: clock.targetSec } : { severity: watched.severity, targetSec };
}

/** A clock that goes on has a new due instant, or none while it is paused; the others of the queue want to know. */
async function tellSchedule(tx: TenantTx, clock: Clock, before: Pick<Standing, 'state' | 'dueAt'>, standing: Standing): Promise<void> {
  const isOver = standing.state === 'stopped' || standing.state === 'cancelled';
  if (isOver || (before.state === standing.state && before.dueAt?.getTime() === standing.dueAt?.getTime())) return;
  await publish(tx, ClockScheduledV1, { ...factsOf(tx.tenantId, clock, standing), at: tx.now.toISOString() });
}

async function tellNotice(tx: TenantTx, clock: Clock, standing: Standing, { kind, warnPct, at }: Notice): Promise<void> {
  const facts = { ...factsOf(tx.tenantId, clock, standing), at: at.toISOString() };
  if (kind === 'met') await publish(tx, ClockMetV1, facts);
  else if (kind === 'breach') await publish(tx, ClockBreachedV1, { ...facts, noticedLate: tx.now.getTime() - at.getTime() > LATE_AFTER_MS });
  else if (warnPct !== null) await publish(tx, ClockWarnedV1, { ...facts, warnPct });
}
