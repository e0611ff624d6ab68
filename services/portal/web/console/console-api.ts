import type { Client } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { newClient } from '../shared/api/client';
import { KEYS } from '../shared/api/cache-keys';
import type { Session } from '../shared/sign-in/session';

/** The API as the console uses it: one normalised cache, so that a change shows in every view. */
export const consoleApi = (session: Session): Client => newClient(session, cacheExchange({ keys: KEYS }));
