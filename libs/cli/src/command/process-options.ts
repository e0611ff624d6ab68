import { PROCESS_SETTINGS } from '@yagura/config';
import type { Option } from './command';

/** Options of the commands that are one process among others. */
export const PROCESS_OPTIONS: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.values(PROCESS_SETTINGS).map(({ flag, variable, about }) => [flag, { type: 'string', about: `${about} (${variable})` }]));
