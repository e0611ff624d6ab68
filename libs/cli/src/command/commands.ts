import type { Command } from './command';
import { demo } from './demo';
import { benchPipelineCommand } from './bench-pipeline';
import { benchPortal } from './bench-portal';
import { benchQueue } from './bench-queue';
import { benchStart } from './bench-start';
import { doctor } from './doctor';
import { login } from './login';
import { prepare } from './prepare';
import { rulesCheck } from './rules-check';
import { rulesEval } from './rules-eval';
import { serve } from './serve';
import { sourceCreate } from './source-create';
import { tenantCreate } from './tenant-create';
import { up } from './up';

/** Every command of `yagura`, in the order of its help. */
export const COMMANDS: readonly Command[] = [up, demo, prepare, serve, doctor, rulesCheck, rulesEval, login, tenantCreate, sourceCreate, benchPipelineCommand, benchQueue, benchPortal, benchStart];
