import { DEFINERS, POLICY_BODIES } from '../exempt';
import type { FunctionFact } from './facts';
import { fault, type CatalogueFault } from './fault';

const FIXED_PATH = 'search_path=""';
const LISTED = new Map(DEFINERS.map((definer) => [definer.signature, definer]));

/** Judges functions: those with their owner's rights stand on the list, none is leakproof, and what policies rest on is as reviewed. */
export function judgeFunctions(functions: readonly FunctionFact[]): CatalogueFault[] {
  const bodies = new Map(functions.map(({ signature, body }) => [signature, body]));
  const changed = Object.entries(POLICY_BODIES).filter(([signature, body]) => bodies.get(signature) !== body)
    .map(([signature]) => fault('function.body', signature, 'is not the reviewed function, and policies rest on it.'));
  return [...changed, ...functions.flatMap(judgeFunction)];
}

function judgeFunction(given: FunctionFact): CatalogueFault[] {
  const { signature } = given;
  const faults: CatalogueFault[] = [];
  if (given.leakproof) faults.push(fault('function.leakproof', signature, 'is leakproof, so it may see rows before the policies.'));
  if (!['sql', 'plpgsql'].includes(given.language)) faults.push(fault('function.language', signature, `is written in ${given.language}.`));
  if (given.schema === 'public') faults.push(fault('function.public', signature, 'stands in the schema public.'));
  return [...faults, ...(given.definer ? judgeDefiner(given) : judgeInvoker(given))];
}

function judgeInvoker(given: FunctionFact): CatalogueFault[] {
  const faults = given.owner === 'yagura_owner' ? [] : [fault('function.owner', given.signature, `belongs to ${given.owner}.`)];
  // Policies call the functions of these two schemas, with whatever path the asker has set.
  if (['guard', 'lane'].includes(given.schema) && !given.settings.includes(FIXED_PATH)) faults.push(fault('function.search_path', given.signature, 'has no fixed search_path.'));
  return faults;
}

function judgeDefiner(given: FunctionFact): CatalogueFault[] {
  const listed = LISTED.get(given.signature);
  if (listed === undefined) return [fault('definer.unknown', given.signature, 'runs with its owner’s rights and nobody reviewed it.')];
  const faults: CatalogueFault[] = [];
  if (given.owner !== listed.owner) faults.push(fault('definer.owner', given.signature, `belongs to ${given.owner}, not to ${listed.owner}.`));
  if (!given.settings.includes(FIXED_PATH)) faults.push(fault('definer.search_path', given.signature, 'has no fixed search_path.'));
  for (const { role, grantable } of given.grants) {
    if (grantable || !listed.callers.includes(role)) faults.push(fault('definer.callers', given.signature, `may be called by ${role}.`));
  }
  return faults;
}

