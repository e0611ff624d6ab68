import { createHash } from 'node:crypto';
import { InvalidInput } from '@yagura/kernel';
import type { Request } from 'express';
import type { Plugin } from 'graphql-yoga';
import type { GatewaySettings } from '../ports';
import { refusal } from './error-mapping';

export const documentHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Whose list a request's document must stand on: that of its kind of sign-in. A partner client needs none: it meets the partner schema alone. */
export type AudienceOf = (request: Request) => Promise<keyof GatewaySettings['registered'] | 'partner'>;

/**
 * Lets only documents through that the build registered for this kind of sign-in, or for everyone (`open`), by hash or word for word; nothing is ever
 * registered by a request. A client company's browser cannot even ask with a document of the provider's console.
 */
export function registeredDocument({ anyDocument, registered }: GatewaySettings, open: ReadonlyMap<string, string>, audienceOf: AudienceOf): Plugin<object, { req: Request }> {
  return {
    async onParams({ params, setParams, context }) {
      const extension: unknown = params.extensions?.['persistedQuery'];
      const hash = typeof extension === 'object' && extension !== null && 'sha256Hash' in extension ? String(extension.sha256Hash) : undefined;
      const text = typeof params.query === 'string' ? params.query : '';
      const id = hash ?? documentHash(text);
      const audience = await audienceOf(context.req);
      const stored = open.get(id) ?? (audience === 'partner' ? undefined : registered[audience].get(id));
      const isTwoTexts = hash !== undefined && params.query !== undefined && documentHash(text) !== hash;
      if (stored !== undefined && !isTwoTexts) return setParams({ ...params, query: stored });
      if ((anyDocument || audience === 'partner') && hash === undefined) return undefined;
      throw refusal(new InvalidInput('This document is not registered with this installation.', { slug: 'document.unregistered' }));
    },
  };
}
