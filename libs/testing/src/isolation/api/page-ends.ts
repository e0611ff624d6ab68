import { valueAt, type ApiReply } from './api-caller';
import type { ApiOperation } from './api-schema';

/** Ends of pages in an answer, by the path of their list. */
export function cursorsOf(operation: ApiOperation, reply: ApiReply): (readonly [string, string])[] {
  const root = valueAt(reply.data, operation.name);
  return [operation.name, ...['findings', 'timeline', 'comments'].map((list) => `${operation.name}.${list}`)].flatMap((path) => {
    const cursor = valueAt(root, `${path.split('.').slice(1).concat('pageInfo').join('.')}.endCursor`) ?? (path === operation.name ? valueAt(root, 'cursor') : undefined);
    return typeof cursor === 'string' ? [[path, cursor] as const] : [];
  });
}
