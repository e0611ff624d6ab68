import { randomUUID } from 'node:crypto';
import type { ApiOperation } from './api-schema';
import { LEFT_OUT, settingsOf, variablesOf, type Setting } from './argument';
import type { Belongings, IdKind } from './casework';
import { STARTED } from './onboarding';

/** Where an id of a question comes from. A wrong type is a true id of the other company that names another kind of thing. */
export type IdSource = 'own' | 'foreign' | 'random' | 'malformed' | 'wrong type';

/** One question: its variables, and which of them are ids from where. */
export interface Probe {
  readonly label: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Arguments that are given. */
  readonly given: readonly string[];
  readonly sources: readonly IdSource[];
  readonly sentIds: readonly string[];
  /** The probe that must be answered alike: the same one with random ids where this one has foreign ones. */
  readonly twin?: string;
}

/** What an id argument names. Every new one is added here; the schema test names those that are missing. */
const KIND_BY_NAME: Readonly<Record<string, IdKind | undefined>> = {
  tenantId: 'tenant', caseId: 'case', caseIds: 'case', userId: 'user', sourceId: 'source', credentialId: 'credential', clockId: 'clock', invoiceId: 'invoice', lineId: 'line', batchId: 'batch', endpointId: 'endpoint', deliveryId: 'delivery',
  partnerClientId: 'partner', keyId: 'partnerKey',
};
const KIND_BY_COORDINATE: Readonly<Record<string, IdKind | undefined>> = {
  'Query.case.id': 'case', 'Query.finding.id': 'finding', 'Query.source.id': 'source', 'Query.tenant.id': 'tenant', 'Query.tenantBySlug.slug': 'slug', 'Query.report.id': 'report',
  'Query.reportFile.id': 'report', 'Query.invoice.id': 'invoice', 'Query.invoiceFile.id': 'invoice', 'Query.webhookEndpoint.id': 'endpoint', 'Query.partnerClient.id': 'partner', 'Query.caseByNumber.tenantSlug': 'slug',
};
/** Ids of content that all tenants share. */
export const SHARED_RULE = '7c136d7b-3459-5a9c-8207-24e091198260';

const DAY_MS = 86_400_000;
const EARLIER = new Date(Date.now() - 30 * DAY_MS).toISOString();
const LATER = new Date(Date.now() + DAY_MS).toISOString();
const LITERALS: Readonly<Record<string, unknown>> = {
  ruleId: SHARED_RULE, first: 100, seq: 0, expectedVersion: 1, since: EARLIER, updatedSince: EARLIER, expiresAt: LATER, label: 'Probe', networks: '192.0.2.0/24', at: new Date().toISOString(), from: EARLIER, until: LATER, period: 'to-date', text: 'probe', reason: 'asked by a probe', body: 'asked by a probe',
  name: 'Probe', displayName: 'Probe', billingName: 'Probe', email: 'probe@probe.example', phone: '+81312345678', plan: 'mdr_standard', slaPolicy: 'mdr_standard', timeZone: 'Asia/Tokyo',
  currency: 'JPY', startsOn: STARTED, kind: 'windows', parser: LEFT_OUT, eventsPerSec: 100, bytesPerDay: '1000000000', maxSources: 20, slug: 'probe-works', code: 'PROBE',
  roles: ['CUSTOMER_VIEWER'], url: 'https://hooks.probe.example/yagura', description: 'asked by a probe', revokeOld: false, assignedToMe: true, unassigned: true, newestFirst: true, words: 'probe', number: 1, finalFrom: EARLIER, finalUntil: LATER, critical: true, enabled: true, 'ChangeCaseStatusInput.status': 'ON_HOLD', 'CommentCaseInput.visibility': 'CUSTOMER',
  'SetSourceReportedVersionInput.version': '8.19.2',
};

const lastOf = (coordinate: string): string => coordinate.slice(coordinate.lastIndexOf('.') + 1);

/** What an argument names; undefined for values. */
export const idKindOf = ({ coordinate }: Setting): IdKind | undefined => KIND_BY_COORDINATE[coordinate] ?? KIND_BY_NAME[lastOf(coordinate)];

export const isCursor = ({ coordinate }: Setting): boolean => lastOf(coordinate) === 'after';

/** A value for a setting of this name; undefined when none is known for it. */
export const literalOfName = (name: string): unknown => LITERALS[name];

/** A value for what is no id; undefined when none is known for it. */
export function literalOf({ coordinate, choices }: Setting): unknown {
  const known = LITERALS[coordinate] ?? LITERALS[lastOf(coordinate)];
  return known ?? choices?.[0];
}

/** Settings that a probe could not fill: an unknown value, or an id of an unknown kind. */
export const unfillable = (operation: ApiOperation): string[] => settingsOf(operation)
  .filter((setting) => !isCursor(setting) && idKindOf(setting) === undefined && (literalOf(setting) === undefined || (setting.typeName === 'ID' && lastOf(setting.coordinate) !== 'ruleId')))
  .map(({ coordinate }) => coordinate);

/** Who asks for whose: `own` is missing for somebody who has nothing. */
export interface Sides {
  readonly own?: Belongings;
  readonly foreign?: Belongings;
}

/** Questions with ids from every source, alone and mixed; optional ids are given. */
export function idProbes(operation: ApiOperation, sides: Sides): Probe[] {
  const settings = settingsOf(operation);
  const kinds = [...new Set(settings.flatMap((setting) => idKindOf(setting) ?? []))];
  if (kinds.length === 0) return [];
  const uniform = (source: IdSource): Map<IdKind, IdSource> => new Map(kinds.map((kind) => [kind, source]));
  const sources: readonly IdSource[] = [...(sides.own ? ['own' as const] : []), ...(sides.foreign ? ['foreign' as const] : []), 'random', 'malformed', ...(sides.foreign ? ['wrong type' as const] : [])];
  const probes = sources.map((source) => probe(operation, sides, source, uniform(source), source === 'foreign' || source === 'wrong type' ? 'random' : undefined));
  if (kinds.length < 2 || !sides.own || !sides.foreign) return probes;
  const mixed = kinds.flatMap((kind) => (['random', 'foreign'] as const).map((source) =>
    probe(operation, sides, `own but ${source} ${kind}`, new Map([...uniform('own'), [kind, source]]), source === 'foreign' ? `own but random ${kind}` : undefined)));
  return [...probes, ...mixed];
}

/** The question with what it must have, and again with each optional value: once for each choice of an enum. Ids are the asker's own. */
export function plainProbes(operation: ApiOperation, own: Belongings): Probe[] {
  const optional = settingsOf(operation).filter((setting) => !setting.isRequired && idKindOf(setting) === undefined && !isCursor(setting));
  const bare = filled(operation, 'bare', { own }, new Map(), (setting) => (setting.isRequired ? undefined : LEFT_OUT));
  const each = optional.flatMap((option) => (option.choices ?? [literalOf(option)]).map((value) =>
    filled(operation, `with ${option.coordinate} ${JSON.stringify(value)}`, { own }, new Map(), (setting) => (setting.coordinate === option.coordinate ? value : setting.isRequired ? undefined : LEFT_OUT))));
  return operation.kind === 'mutation' ? [bare] : [bare, ...each];
}

/** The first row of a list, or the rows behind a cursor. */
export const pageProbe = (operation: ApiOperation, own: Belongings, cursor?: string): Probe =>
  filled(operation, cursor === undefined ? 'first row' : 'behind a cursor', { own }, new Map(), (setting) => {
    if (isCursor(setting)) return cursor;
    if (setting.isRequired) return undefined;
    return lastOf(setting.coordinate) === 'first' ? 1 : LEFT_OUT;
  });

/** A rightful question with values of the caller's own choice where `values` has the coordinate. */
export const rightfulProbe = (operation: ApiOperation, own: Belongings, values: Readonly<Record<string, unknown>>): Probe =>
  filled(operation, 'rightful', { own }, new Map(), (setting) => values[setting.coordinate] ?? values[lastOf(setting.coordinate)]);

const probe = (operation: ApiOperation, sides: Sides, label: string, sources: ReadonlyMap<IdKind, IdSource>, twin?: string): Probe => ({
  ...filled(operation, label, sides, sources, (setting) => (setting.isRequired || idKindOf(setting) !== undefined || operation.kind === 'mutation' ? undefined : LEFT_OUT)), ...(twin === undefined ? {} : { twin }),
});

function filled(operation: ApiOperation, label: string, sides: Sides, sources: ReadonlyMap<IdKind, IdSource>, chosen: (setting: Setting) => unknown): Probe {
  const sentIds = new Set<string>();
  const variables = variablesOf(operation, (setting) => {
    const choice = isCursor(setting) ? chosen(setting) ?? LEFT_OUT : chosen(setting);
    if (choice !== undefined) return choice;
    const kind = idKindOf(setting);
    if (kind === undefined) return literalOf(setting);
    const id = idFrom(sides, kind, sources.get(kind) ?? 'own');
    sentIds.add(id);
    return id;
  });
  return { label: `${operation.coordinate} ${label}`, variables, given: Object.keys(variables), sources: [...sources.values()], sentIds: [...sentIds] };
}

function idFrom({ own, foreign }: Sides, kind: IdKind, source: IdSource): string {
  switch (source) {
    case 'own': return own?.[kind] ?? randomOf(kind);
    case 'foreign': return foreign?.[kind] ?? randomOf(kind);
    case 'random': return randomOf(kind);
    case 'malformed': return '../x\' or 1=1 --';
    case 'wrong type': return foreign?.[kind === 'tenant' ? 'case' : 'tenant'] ?? randomOf(kind);
  }
}

const randomOf = (kind: IdKind): string => (kind === 'slug' ? `nobody-${randomUUID().slice(0, 8)}` : randomUUID());
