import type { Command } from './command';
import { up } from './up';

/** Every command of `yagura`, in the order of its help. */
export const COMMANDS: readonly Command[] = [up];
