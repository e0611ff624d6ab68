/** A tactic of the ATT&CK Enterprise matrix: the adversary's aim at one step. */
export interface AttackTactic {
  /** `TA0001` … as MITRE numbers it. */
  readonly id: string;
  /** The name in Sigma tags (`attack.initial-access`); Sigma also writes it with underscores. */
  readonly shortName: string;
  readonly name: string;
}

/** The ATT&CK version whose tactic ids and names these are. Tags of a later version stay valid; they only have no name here. */
export const ATTACK_VERSION = '18.1';

/** The 14 tactics in the order of the matrix, which is the order in which a report draws them. */
export const ATTACK_TACTICS: readonly AttackTactic[] = [
  { id: 'TA0043', shortName: 'reconnaissance', name: 'Reconnaissance' },
  { id: 'TA0042', shortName: 'resource-development', name: 'Resource Development' },
  { id: 'TA0001', shortName: 'initial-access', name: 'Initial Access' },
  { id: 'TA0002', shortName: 'execution', name: 'Execution' },
  { id: 'TA0003', shortName: 'persistence', name: 'Persistence' },
  { id: 'TA0004', shortName: 'privilege-escalation', name: 'Privilege Escalation' },
  { id: 'TA0005', shortName: 'defense-evasion', name: 'Defense Evasion' },
  { id: 'TA0006', shortName: 'credential-access', name: 'Credential Access' },
  { id: 'TA0007', shortName: 'discovery', name: 'Discovery' },
  { id: 'TA0008', shortName: 'lateral-movement', name: 'Lateral Movement' },
  { id: 'TA0009', shortName: 'collection', name: 'Collection' },
  { id: 'TA0011', shortName: 'command-and-control', name: 'Command and Control' },
  { id: 'TA0010', shortName: 'exfiltration', name: 'Exfiltration' },
  { id: 'TA0040', shortName: 'impact', name: 'Impact' },
];

/** What the `attack.*` tags of a Sigma rule say, as ids; other namespaces (`cve.`, `car.`, `detection.`) are left out. */
export interface AttackTags {
  /** Tactic ids in matrix order, each once. */
  readonly tactics: readonly string[];
  /** Technique and sub-technique ids in upper case (`T1059.001`), in tag order, each once. */
  readonly techniques: readonly string[];
}

const TECHNIQUE = /^t\d{4}(?:\.\d{3})?$/;
const BY_SHORT_NAME = new Map(ATTACK_TACTICS.map((tactic) => [tactic.shortName, tactic]));
const BY_ID = new Map(ATTACK_TACTICS.map((tactic) => [tactic.id, tactic]));

/** The tactic with this id (`TA0002`), or undefined when this version of the matrix has none. */
export const tacticById = (id: string): AttackTactic | undefined => BY_ID.get(id);

/** Reads the ATT&CK part of a Sigma rule's tags (Sigma tags appendix). Unknown tactic names are dropped, unknown techniques kept. */
export function attackTags(tags: readonly string[]): AttackTags {
  const words = tags.filter((tag) => /^attack\./i.test(tag)).map((tag) => tag.slice('attack.'.length).toLowerCase());
  const named = new Set(words.map((word) => BY_SHORT_NAME.get(word.replaceAll('_', '-'))?.id ?? word.toUpperCase()));
  return {
    tactics: ATTACK_TACTICS.filter((tactic) => named.has(tactic.id)).map((tactic) => tactic.id),
    techniques: [...new Set(words.filter((word) => TECHNIQUE.test(word)).map((word) => word.toUpperCase()))],
  };
}
