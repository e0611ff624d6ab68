import { ACCESS_SETTINGS } from '@yagura/config';
import type { Option } from './command';

/** Options of the commands that ask an installation which runs. */
export const ACCESS_OPTIONS: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.values(ACCESS_SETTINGS).map(({ flag, variable, about }) => [flag, { type: 'string', about: `${about} (${variable})` }]));
