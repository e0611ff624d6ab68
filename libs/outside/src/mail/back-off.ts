/**
 * Milliseconds to wait after a try that failed: four times as long after each, and of that between a half and the whole, by `chance` from 0 to 1.
 * Many mails fail together when a server goes away, and should not knock together when it is back.
 */
export const pauseAfter = (tried: number, firstMs: number, chance: number): number => firstMs * 4 ** (tried - 1) * (1 + chance) / 2;
