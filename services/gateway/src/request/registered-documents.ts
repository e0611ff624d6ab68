import { createHash } from 'node:crypto';
import { InvalidInput } from '@yagura/kernel';
import type { Plugin } from 'graphql-yoga';
import type { GatewaySettings } from '../ports';
import { refusal } from './error-mapping';

export const documentHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Lets only documents through that the build registered, by hash or word for word; nothing is ever registered by a request. */
export function registeredDocument({ anyDocument, registered }: GatewaySettings): Plugin {
  return {
    onParams({ params, setParams }) {
      const extension: unknown = params.extensions?.['persistedQuery'];
      const hash = typeof extension === 'object' && extension !== null && 'sha256Hash' in extension ? String(extension.sha256Hash) : undefined;
      const text = typeof params.query === 'string' ? params.query : '';
      const stored = registered.get(hash ?? documentHash(text));
      const isTwoTexts = hash !== undefined && params.query !== undefined && documentHash(text) !== hash;
      if (stored !== undefined && !isTwoTexts) return setParams({ ...params, query: stored });
      if (anyDocument && hash === undefined) return undefined;
      throw refusal(new InvalidInput('This document is not registered with this installation.', { slug: 'document.unregistered' }));
    },
  };
}
