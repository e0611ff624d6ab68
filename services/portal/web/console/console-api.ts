import type { Client } from '@urql/core';
import { newClient } from '../shared/api/client';
import { KEYS } from '../shared/api/cache-keys';
import type { Session } from '../shared/sign-in/session';

/** The API as the console uses it. */
export const consoleApi = (session: Session): Client => newClient(session, { keys: KEYS });
