import type { Command } from './command';
import { doctor } from './doctor';
import { rulesCheck } from './rules-check';
import { rulesEval } from './rules-eval';
import { up } from './up';

/** Every command of `yagura`, in the order of its help. */
export const COMMANDS: readonly Command[] = [up, doctor, rulesCheck, rulesEval];
