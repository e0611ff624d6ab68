import type { Client } from '@urql/core';
import { newClient } from '../shared/api/client';
import { KEYS } from '../shared/api/cache-keys';
import type { Session } from '../shared/sign-in/session';

/** The API as the client portal uses it. */
export const clientApi = (session: Session): Client => newClient(session, { keys: KEYS });
