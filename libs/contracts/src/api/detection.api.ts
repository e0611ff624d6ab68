import { z } from 'zod';
import { operation } from '../service-api';

/** One search of a rule: any of its alternatives, each with all of its tests. A keyword has no field. */
export interface RuleSelectionText {
  readonly name: string;
  readonly alternatives: readonly (readonly { readonly field: string; readonly modifiers: readonly string[]; readonly values: readonly string[] }[])[];
}

/** What a rule looks for, as its author wrote it. */
export interface RuleDefinition {
  /** Product, category and service of the log, such as `windows/process_creation`. */
  readonly logSource: string;
  readonly selections: readonly RuleSelectionText[]; readonly conditions: readonly string[]; readonly falsePositives: readonly string[];
}

/** A rule of the shared pack as one tenant has it. */
export interface RuleSummary extends RuleDefinition {
  readonly tenantId: string; readonly ruleId: string; readonly title: string; readonly level: string; readonly status: string; readonly description: string;
  readonly author: string; readonly license: string; readonly tactics: readonly string[]; readonly techniques: readonly string[];
  readonly enabled: boolean; readonly reason: string | null;
}

/** One stored record: its normalised columns by name, and its exact text. */
export interface RawEvent {
  readonly tenantId: string; readonly batchId: string; readonly seq: number; readonly occurredAt: string; readonly receivedAt: string; readonly logType: string;
  readonly classUid: number; readonly columns: readonly { readonly name: string; readonly value: string }[]; readonly raw: string;
}

/** What the lake holds of one tenant; counts as decimal text. */
export interface StoredTelemetry {
  readonly tenantId: string; readonly records: string; readonly firstAt: string | null; readonly lastAt: string | null;
}

const tenantId = z.uuid();
const rawEventInput = z.strictObject({ batchId: z.uuid(), seq: z.int().nonnegative(), tenantId, at: z.iso.datetime({ offset: true }).optional() });
const setRuleInput = z.strictObject({ tenantId, ruleId: z.string().min(1).max(200), enabled: z.boolean(), reason: z.string().trim().min(3).max(500) });
const rulesInput = z.strictObject({ tenantId, ruleId: z.string().min(1).max(200).nullish() });
export type RulesInput = z.output<typeof rulesInput>;
export type RawEventInput = z.output<typeof rawEventInput>;
export type SetRuleInput = z.output<typeof setRuleInput>;

export const detectionApi = {
  rules: operation<{ readonly contentVersion: string; readonly items: readonly RuleSummary[] }>()('detection', 'rules', 'rule:read', rulesInput),
  setRule: operation<RuleSummary>()('detection', 'setRule', 'rule:write', setRuleInput),
  rawEvent: operation<RawEvent>()('detection', 'rawEvent', 'telemetry:read', rawEventInput),
  stored: operation<{ readonly items: readonly StoredTelemetry[] }>()('detection', 'stored', 'source:read', z.strictObject({ tenantId: tenantId.nullish() })),
} as const;
