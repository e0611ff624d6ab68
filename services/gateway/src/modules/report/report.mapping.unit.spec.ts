import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getNamedType, graphql, isObjectType, isLeafType, type GraphQLOutputType } from 'graphql';
import type { FiguresView, ReportFile, ReportView } from '@yagura/contracts';
import { GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { toFigures, toReport, toReportFile } from './report.mapping';

const MODULES = join(__dirname, '..');
const SDL = readdirSync(MODULES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.graphql')).map((file) => readFileSync(join(MODULES, file), 'utf8')).join('\n');
const schema = buildSchema(SDL);
const gateway = Object.create(GatewayContext.prototype) as GatewayContext;
const tenantId = '01980a3c-5f2e-7c41-9d0b-6f2f1c9a7e10';
const reportId = '5b1d3f0a-2c64-8e7f-9a31-0c8e4d2b6f17';

const report: ReportView = {
  tenantId, reportId, period: '2026-06', timeZone: 'Asia/Tokyo', from: '2026-05-31T15:00:00.000Z', until: '2026-06-30T15:00:00.000Z', isFinal: true,
  asOf: '2026-06-30T15:00:00.000Z', version: 2, language: 'ja', dataVersion: 'ab', schemaVersion: 1, generatedAt: '2026-07-01T00:00:00.000Z', pages: 7,
  files: [{ format: 'pdf', sha256: 'cd', bytes: 9 }, { format: 'json', sha256: 'ef', bytes: 8 }],
};
const file: ReportFile = { tenantId, reportId, format: 'pdf', contentType: 'application/pdf', base64: 'JVBERg==', sha256: 'cd', pages: 7 };
const figures: FiguresView = {
  tenantId, from: report.from, until: report.until, asOf: report.asOf, funnel: { eventsAccepted: '9007199254740993', findings: 3, findingsInCases: 2, casesOpened: 1, attacks: 0 },
  bySeverity: [{ severity: 'critical', findings: 3, cases: 1 }], byTactic: [{ tactic: 'TA0006', findings: 3 }],
  verdicts: { truePositive: 0, falsePositive: 1, benignTruePositive: 0, undetermined: 1, open: 1 }, openCases: 1,
  metrics: [{ id: 'sla.attainment', formulaVersion: 1, unit: 'percent', n: 0, value: null, median: null, p90: null, nullReason: 'zero_denominator' }],
  promises: { met: 0, breached: 0, percent: null, running: 1, cancelled: 0, rows: [{ metric: 'resolve', severity: 'critical', targetSec: [60], met: 0, breached: 0, running: 1, percent: null }] },
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

describe('reports in the API', () => {
  it('fill every field of a list, and look up no tenant that is not asked for', async () => {
    const shown = await answer('reports', '', toConnection({ items: [report], nextCursor: null }, toReport(gateway)));

    const { reportId: id, files, ...row } = report;
    expect(shown).toEqual({
      nodes: [{ ...row, id, language: 'JA', files: files.map((one) => ({ ...one, format: one.format.toUpperCase() })) }], pageInfo: { endCursor: null, hasNextPage: false },
    });
  });

  it('fill every field of a file', async () => {
    expect(await answer('reportFile', `(id: "${reportId}", format: PDF)`, toReportFile(gateway, file))).toEqual({ ...file, format: 'PDF' });
  });

  it('fill every field of live figures, with counts beyond what a number holds', async () => {
    const shown = await answer('figures', `(tenantId: "${tenantId}", from: "${report.from}", until: "${report.until}")`, toFigures(gateway, figures));

    expect(shown).toMatchObject({
      funnel: { eventsAccepted: '9007199254740993' }, bySeverity: [{ severity: 'CRITICAL' }], metrics: figures.metrics, promises: { percent: null, rows: [{ metric: 'RESOLVE', severity: 'CRITICAL' }] },
    });
  });
});
