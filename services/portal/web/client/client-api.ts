import { cacheExchange, type Client } from '@urql/core';
import { newClient } from '../shared/api/client';
import type { Session } from '../shared/sign-in/session';

/** The API as the client portal uses it: its pages read and hardly change anything, so answers are kept whole, which costs the first visit least. */
export const clientApi = (session: Session): Client => newClient(session, cacheExchange);
