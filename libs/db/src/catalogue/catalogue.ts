import { readCatalogue, type Ask, type CatalogueFacts } from './facts';
import type { CatalogueFault } from './fault';
import { judgeFunctions } from './functions';
import { judgeRights } from './rights';
import { judgeServer } from './server';
import { judgeRelations } from './tables';

export interface CatalogueOptions {
  /** True only for servers whose data is thrown away: they may trade durability for speed. */
  readonly throwAway?: boolean;
}

/**
 * Holds a database against what isolation needs (reliability, sections 3.1 and 3.2): every table with its forced policies, keys that
 * begin with the tenant, no right beyond the lists of `exempt.ts`, no exempt role, a safe server. Any role can ask; no fault is good.
 */
export async function checkCatalogue(ask: Ask, options: CatalogueOptions = {}): Promise<CatalogueFault[]> {
  return judge(await readCatalogue(ask), options);
}

/** The same judgement of facts that were read before. */
export function judge(facts: CatalogueFacts, { throwAway = false }: CatalogueOptions = {}): CatalogueFault[] {
  return [...judgeRelations(facts.relations), ...judgeRights(facts), ...judgeFunctions(facts.functions), ...judgeServer(facts, !throwAway)];
}
