import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getNamedType, graphql, isObjectType, isLeafType, type GraphQLOutputType } from 'graphql';
import type { ClockReplay, ClockView, SlaSummary } from '@yagura/contracts';
import { GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { toClock, toReplay, toSummary } from './sla.mapping';

const MODULES = join(__dirname, '..');
const SDL = readdirSync(MODULES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.graphql')).map((file) => readFileSync(join(MODULES, file), 'utf8')).join('\n');
const schema = buildSchema(SDL);
const gateway = Object.create(GatewayContext.prototype) as GatewayContext;

const clock: ClockView = {
  tenantId: '01980a3c-5f2e-7c41-9d0b-6f2f1c9a7e10', clockId: '5b1f0d6e-3a77-8c52-9e10-7d6f1a2b3c4d', caseId: '01980a3c-9100-7b22-8c33-0000000000c1', caseNumber: 7,
  metric: 'acknowledge', severity: 'high', policyId: '01980a3b-0000-7000-8000-00000000a001', policyVersion: 1, calendar: 'always', targetSec: 1_800,
  startedAt: '2026-11-02T01:00:00.000Z', state: 'running', outcome: 'breached', dueAt: '2026-11-02T01:30:00.000Z', elapsedSec: 1_800.001, elapsedPct: 100, warnedPct: 90,
  breachedAt: '2026-11-02T01:30:00.000Z', finalAt: '2026-11-02T01:30:00.000Z', sequence: 1, evaluatedAt: '2026-11-02T01:30:00.001Z',
};
const replay: ClockReplay = {
  clock, entries: [{ sequence: 1, kind: 'start', at: clock.startedAt, recordedAt: clock.startedAt, reason: null, targetSec: 1_800 }], pauseOn: ['customer'], warnPct: [50],
  reopen: 'never', calendarDefinition: '{}', tzVersion: '2026a', asOf: clock.evaluatedAt, agrees: true,
  result: {
    state: 'paused', outcome: 'pending', elapsedSec: 1, remainingSec: 2, elapsedPct: 3, dueAt: null, breachAt: null, predictedBreachAt: null, grossSec: 4,
    pausedSec: [{ reason: 'customer', seconds: 5.5 }], dataErrors: 0,
  },
};
const summary: SlaSummary = {
  from: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z', items: [{ tenantId: clock.tenantId, metric: 'resolve', severity: 'critical', running: 1, met: 2, breached: 1, attainmentPct: 66.66 }],
  tenants: [{ tenantId: clock.tenantId, running: 1, met: 0, breached: 0, attainmentPct: null }],
};

/** Every field of a type, down to its leaves, but for the tenant: that one is looked up only when it is asked for. */
function everything(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(({ name }) => name !== 'tenant');
  return `{ ${fields.map((field) => (isLeafType(getNamedType(field.type)) ? field.name : `${field.name} ${everything(field.type)}`)).join(' ')} }`;
}

const answer = async (query: string, args: string, value: unknown): Promise<unknown> => {
  const field = schema.getQueryType()?.getFields()[query];
  if (field === undefined) throw new TypeError(`no query ${query}`);
  const { data, errors } = await graphql({ schema, source: `{ ${query}${args} ${everything(field.type)} }`, rootValue: { [query]: value } });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data?.[query]));
};

describe('promises in the API', () => {
  it('fill every field of a list, and look up no tenant that is not asked for', async () => {
    const shown = await answer('slaClocks', '', toConnection({ items: [clock], nextCursor: 'next' }, toClock(gateway)));

    const { clockId, policyId: _policyId, sequence: _sequence, ...row } = clock;
    expect(shown).toEqual({
      nodes: [{ ...row, id: clockId, metric: 'ACKNOWLEDGE', severity: 'HIGH', state: 'RUNNING', outcome: 'BREACHED' }], pageInfo: { endCursor: 'next', hasNextPage: true },
    });
  });

  it('fill every field of an opened clock with its history', async () => {
    const shown = await answer('slaClockReplay', `(clockId: "${clock.clockId}")`, toReplay(gateway, replay));

    expect(shown).toMatchObject({ entries: [{ kind: 'START', targetSec: 1_800 }], result: { state: 'PAUSED', outcome: 'PENDING', pausedSec: [{ reason: 'customer', seconds: 5.5 }] }, agrees: true });
  });

  it('fill every field of a summary', async () => {
    const shown = await answer('slaSummary', '(from: "2026-11-01T00:00:00Z", until: "2026-12-01T00:00:00Z")', toSummary(gateway, summary));

    expect(shown).toEqual({
      from: summary.from, until: summary.until, rows: [{ ...summary.items[0], metric: 'RESOLVE', severity: 'CRITICAL' }],
      tenants: [{ tenantId: clock.tenantId, running: 1, met: 0, breached: 0, attainmentPct: null }],
    });
  });
});
