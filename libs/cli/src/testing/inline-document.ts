import type { z } from 'zod';
import { oneLine, sha256Of, type GraphqlDocument } from '../api/document';

/** A document that tests alone send, to a gateway that takes any. */
export function inlineDocument<Data extends z.ZodType>(name: string, given: string, data: Data): GraphqlDocument<Data> {
  const text = oneLine(given);
  return { name, text, sha256: sha256Of(text), data };
}
