/**
 * Case folding of Sigma comparisons: Unicode lower-casing of both sides (Sigma specification 2.1, "case-insensitive").
 * Final sigma is folded to the plain letter, because lower-casing chooses between the two by position and a substring
 * would otherwise differ from the text it was cut from. The folding of a concatenation is therefore the concatenation of
 * the foldings, which the index relies on. Caveat: U+0130 folds to two code points, so `?` needs two marks for it.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}
