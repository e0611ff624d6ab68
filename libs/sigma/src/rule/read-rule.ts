import { canonicalText } from '../text/canonical-text';
import { attackOf } from './attack';
import { lowerDetection, readDetection } from './detection';
import { IssueLog, RuleFault, type RuleIssue } from './rule-issue';
import { isMapping } from './selection';
import { SIGMA_LEVELS, SIGMA_STATUSES, type RuleLogSource, type SigmaRule } from './sigma-rule';

type Document = Readonly<Record<string, unknown>>;

const KNOWN_KEYS: ReadonlySet<string> = new Set([
  'title', 'id', 'name', 'related', 'taxonomy', 'status', 'description', 'license', 'author', 'references', 'date', 'modified',
  'logsource', 'detection', 'fields', 'falsepositives', 'level', 'tags', 'scope',
]);

/** Reads one detection rule; either the rule or the faults that refuse it. */
export function readRule(document: Document, file: string): { readonly rule?: SigmaRule; readonly faults: readonly RuleIssue[] } {
  const log = new IssueLog();
  const title = log.attempt(() => textAt(document, 'title') ?? missing('title'));
  const logsource = log.attempt(() => readLogSource(document['logsource']));
  const detection = readDetection(document['detection'], log);
  const metadata = readMetadata(document, log);
  if (metadata.taxonomy !== undefined && metadata.taxonomy !== 'sigma') {
    log.warn('taxonomy', 'taxonomy', `field names of taxonomy ${JSON.stringify(metadata.taxonomy)} are looked up as written`);
  }
  const lowered = detection === undefined ? undefined : lowerDetection(detection, new Map());
  const faults = [...log.faults, ...(lowered?.faults ?? [])];
  if (faults.length > 0 || title === undefined || logsource === undefined || detection === undefined || lowered === undefined) return { faults };
  const isComplete = lowered.missing.length === 0;
  const { taxonomy: _taxonomy, ...facts } = metadata;
  const rule: SigmaRule = {
    ...facts, title, file, logsource, detection,
    expression: isComplete ? lowered.expression : undefined,
    placeholders: lowered.missing,
    custom: Object.fromEntries(Object.entries(document).filter(([key]) => !KNOWN_KEYS.has(key))),
    warnings: log.warnings,
  };
  return { rule, faults };
}

function readMetadata(document: Document, log: IssueLog) {
  const text = (key: string): string | undefined => log.attempt(() => textAt(document, key));
  const list = (key: string): readonly string[] => log.attempt(() => listAt(document, key)) ?? [];
  const tags = list('tags');
  return {
    id: text('id'), name: text('name'), description: text('description'), author: text('author'), licence: text('license'),
    taxonomy: text('taxonomy'),
    level: log.attempt(() => oneOf(document, 'level', SIGMA_LEVELS)),
    status: log.attempt(() => oneOf(document, 'status', SIGMA_STATUSES)),
    tags, attack: attackOf(tags), references: list('references'), falsepositives: list('falsepositives'), fields: list('fields'),
  };
}

function readLogSource(source: unknown): RuleLogSource {
  if (source === undefined || source === null) return missing('logsource');
  if (!isMapping(source) || Object.keys(source).length === 0) throw new RuleFault('invalid_value', 'logsource', 'the log source is not a map with keys');
  const { product, category, service, definition: _definition, ...custom } = source;
  return { ...sourceKey('product', product), ...sourceKey('category', category), ...sourceKey('service', service), custom };
}

function sourceKey(name: 'product' | 'category' | 'service', value: unknown): Partial<Record<typeof name, string>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string') throw new RuleFault('invalid_value', `logsource.${name}`, 'is not text');
  return { [name]: value };
}

function textAt(document: Document, key: string): string | undefined {
  const value = document[key];
  if (value === undefined || value === null || value === '') return undefined;
  const text = canonicalText(value);
  if (text === undefined) throw new RuleFault('invalid_value', key, 'is not text');
  return text;
}

function listAt(document: Document, key: string): readonly string[] {
  const value = document[key];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => {
    const text = canonicalText(one);
    if (text === undefined) throw new RuleFault('invalid_value', key, 'is not a list of texts');
    return text;
  });
}

function oneOf<Choice extends string>(document: Document, key: string, choices: readonly Choice[]): Choice | undefined {
  const text = textAt(document, key);
  const choice = choices.find((one) => one === text?.toLowerCase());
  if (text !== undefined && choice === undefined) throw new RuleFault('invalid_value', key, `is not one of ${choices.join(', ')}`);
  return choice;
}

function missing(key: string): never {
  throw new RuleFault('missing_key', key, `a rule needs ${key}`);
}
