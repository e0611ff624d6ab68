import { parseAllDocuments, type Document } from 'yaml';
import { canonicalText } from '../text/canonical-text';
import { readRule } from './read-rule';
import type { RuleIssue, RuleRefusal } from './rule-issue';
import { isMapping } from './selection';
import type { SigmaRule } from './sigma-rule';

export interface ParsedRules { readonly rules: SigmaRule[]; readonly refused: RuleRefusal[]; }

/**
 * Reads a YAML file of Sigma rules, one or several documents. Every document becomes a rule or at least one refusal with
 * reason and place; nothing that changes a rule's meaning is skipped. `file` is only a name to report. Caveat: documents
 * with the key `correlation` or `filter` are refused as unsupported; a rule that only lacks placeholder values is accepted.
 */
export function parseRules(text: string, file: string): ParsedRules {
  const parsed: ParsedRules = { rules: [], refused: [] };
  // Whole numbers become bigint, because identifiers beyond 2^53 must keep every digit.
  const documents = [...parseAllDocuments(text, { intAsBigInt: true })];
  for (const [at, document] of documents.entries()) readDocument(document, { file, number: at + 1, isOnly: documents.length === 1 }, parsed);
  if (documents.length === 0) refuse(parsed, file, file, { path: '', slug: 'sigma.empty_file', message: 'the file holds no document' });
  return parsed;
}

interface Origin { readonly file: string; readonly number: number; readonly isOnly: boolean; }

function readDocument(document: Document, origin: Origin, parsed: ParsedRules): void {
  const fallback = origin.isOnly ? origin.file : `${origin.file}#${origin.number}`;
  if (document.errors.length > 0) {
    for (const error of document.errors) {
      const path = error.linePos === undefined ? '' : `line ${error.linePos[0].line}`;
      refuse(parsed, origin.file, fallback, { path, slug: 'sigma.yaml', message: error.message.split('\n')[0] });
    }
    return;
  }
  const source = plainOf(document);
  if (source === null && !origin.isOnly) return;
  if (!isMapping(source)) return refuse(parsed, origin.file, fallback, { path: '', slug: 'sigma.not_a_map', message: 'the document is not a map' });
  const label = canonicalText(source['name']) ?? canonicalText(source['id']) ?? canonicalText(source['title']) ?? fallback;
  const kind = ['correlation', 'filter'].find((key) => key in source);
  if (kind !== undefined) {
    return refuse(parsed, origin.file, label, { path: kind, slug: 'sigma.unsupported_document', message: `unsupported document: ${kind}` });
  }
  const { rule, faults } = readRule(source, origin.file);
  for (const fault of faults) refuse(parsed, origin.file, label, fault);
  if (rule !== undefined) parsed.rules.push(rule);
}

/** The document as plain data; undefined when its aliases would expand without bound. */
function plainOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function refuse(parsed: ParsedRules, file: string, rule: string, issue: RuleIssue): void {
  const message = [`rule ${rule}`, issue.path, issue.message].filter((piece) => piece !== '').join(': ');
  parsed.refused.push({ file, rule, path: issue.path, slug: issue.slug, message });
}
