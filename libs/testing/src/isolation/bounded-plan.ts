import type { RoleSession } from './role-session';

/** A node of a plan as `explain (verbose, format json)` writes it. */
interface PlanNode extends Readonly<Record<string, unknown>> {
  readonly 'Node Type': string;
  readonly 'Join Type'?: string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly Alias?: string;
  readonly Plans?: readonly PlanNode[];
}

const CONDITIONS = ['Index Cond', 'Recheck Cond', 'Filter', 'Hash Cond', 'Merge Cond', 'Join Filter'];
/** Nodes that take part in a statement but read no row of their relation themselves. */
const SILENT = new Set(['ModifyTable', 'Bitmap Index Scan']);

/**
 * Tables with row security of which a statement reads rows that it does not itself bound to a tenant. Answered by PostgreSQL's own plan, made as a
 * superuser, for whom no policy is added: each scan must compare its `tenant_id` with a parameter that `isBound` accepts, or with the
 * `tenant_id` of a scan that does, joined so that no row is shown without it.
 */
export async function unboundReads(judge: RoleSession, text: string, isBound: (parameter: number) => boolean): Promise<string[]> {
  const [row] = await judge.rows<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(`explain (generic_plan, verbose, format json) ${text}`);
  const root = row['QUERY PLAN'][0].Plan;
  const scans = nodesOf(root).filter((node) => node.Schema !== undefined && node.Alias !== undefined && !SILENT.has(node['Node Type']));
  const bounded = boundedAliases(root, isBound);
  const guarded = new Set((await judge.rows<{ name: string }>("select format('%s.%s', relnamespace::regnamespace, relname) as name from pg_class where relrowsecurity")).map(({ name }) => name));
  return scans.map((node) => ({ name: `${String(node.Schema)}.${String(node['Relation Name'])}`, alias: String(node.Alias) }))
    .filter(({ name, alias }) => guarded.has(name) && !bounded.has(alias)).map(({ name, alias }) => `${name} ${alias}`);
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const aliasesOf = (node: PlanNode): Set<string> => new Set(nodesOf(node).flatMap(({ Alias: alias }) => alias ?? []));

/** Aliases reached from bound parameters along equal tenants. */
function boundedAliases(root: PlanNode, isBound: (parameter: number) => boolean): Set<string> {
  const bounded = new Set<string>();
  const edges: (readonly [from: string, to: string])[] = [];
  for (const node of nodesOf(root)) {
    for (const conjunct of CONDITIONS.flatMap((name) => conjuncts(node[name]))) {
      const parameter = /^(\w+)\.tenant_id = (?:ANY \()?\$(\d+)(?:::uuid(?:\[\])?)?\)?$/.exec(conjunct);
      // Only a scan's own condition bounds it: the same text at an outer join would leave rows of its outer side.
      if (parameter !== null && node.Plans?.some((inner) => inner['Parent Relationship'] === 'Outer' && isJoin(node)) !== true && isBound(Number(parameter[2]))) bounded.add(parameter[1]);
      const equal = /^(\w+)\.tenant_id = (\w+)\.tenant_id$/.exec(conjunct);
      if (equal !== null) edges.push(...directed(node, [equal[1], equal[2]]));
    }
  }
  for (let before = -1; before < bounded.size;) {
    before = bounded.size;
    for (const [from, to] of edges) if (bounded.has(from)) bounded.add(to);
  }
  return bounded;
}

const isJoin = (node: PlanNode): boolean => node['Join Type'] !== undefined;

/** Which of two compared aliases is bounded by the other: both at an inner join, the nullable one at an outer join, the reader itself at a scan. */
function directed(node: PlanNode, [one, other]: readonly [string, string]): (readonly [string, string])[] {
  const both = [[one, other], [other, one]] as const;
  if (!isJoin(node)) return both.filter(([, to]) => to === node.Alias || node.Alias === undefined);
  if (/Full/.test(String(node['Join Type']))) return [];
  const [outer, inner] = ['Outer', 'Inner'].map((side) => node.Plans?.find((plan) => plan['Parent Relationship'] === side));
  switch (node['Join Type']) {
    case 'Left': case 'Anti': return both.filter(([, to]) => inner !== undefined && aliasesOf(inner).has(to));
    case 'Right': case 'Right Anti': return both.filter(([, to]) => outer !== undefined && aliasesOf(outer).has(to));
    default: return [...both];
  }
}

/** The parts of a condition that must all hold, without their brackets. An `or` stays one part, and so bounds nothing. */
function conjuncts(condition: unknown): string[] {
  if (typeof condition !== 'string') return [];
  const inner = unwrapped(condition);
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < inner.length; at += 1) {
    if (inner[at] === '(') depth += 1;
    else if (inner[at] === ')') depth -= 1;
    else if (depth === 0 && inner.startsWith(' AND ', at)) {
      parts.push(inner.slice(start, at));
      start = at + ' AND '.length;
    }
  }
  parts.push(inner.slice(start));
  return parts.length === 1 ? parts : parts.flatMap(conjuncts);
}

/** Without a pair of brackets around the whole. */
function unwrapped(text: string): string {
  if (!text.startsWith('(')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at === text.length - 1 ? unwrapped(text.slice(1, -1)) : text;
  }
  return text;
}
