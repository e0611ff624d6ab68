import { ALL_IN_ONE_SETTINGS } from '@yagura/config';
import type { Option } from './command';

/** Options of every command that starts an installation. */
export const INSTALLATION_OPTIONS: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.values(ALL_IN_ONE_SETTINGS).map(({ flag, variable, about }) => [flag, { type: 'string', about: `${about} (${variable})` }]));
