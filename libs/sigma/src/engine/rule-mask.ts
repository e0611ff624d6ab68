/** Position of a rule in its compiled set; valid for that set only. */
export type RuleIndex = number;

/** One bit per rule of a compiled set: a tenant's disabled rules at about a byte per eight rules. */
export type RuleMask = Uint32Array;

export function emptyMask(size: number): RuleMask {
  return new Uint32Array((size + 31) >>> 5);
}

export function setInMask(mask: RuleMask, rule: RuleIndex): void {
  mask[rule >>> 5] |= 1 << (rule & 31);
}

export function isInMask(mask: RuleMask, rule: RuleIndex): boolean {
  return ((mask[rule >>> 5] >>> (rule & 31)) & 1) === 1;
}
