import type { PrismaClient } from './gen/client';

/**
 * Prisma collects the `findUnique` calls of one tick into a single statement, also when they belong to different contexts: a leak that
 * was measured. On this client they run as `findFirst`, which is never collected; resolvers batch with a DataLoader per request.
 */
export function uniqueReads(base: PrismaClient): Prisma {
  const first = (name: 'findFirst' | 'findFirstOrThrow') =>
    ({ model, args }: { model: string; args: { where: Record<string, unknown> } }): Promise<unknown> => {
      const { where, ...rest } = args;
      const delegate = Reflect.get(base, `${model.charAt(0).toLowerCase()}${model.slice(1)}`) as Record<string, (given: unknown) => Promise<unknown>>;
      return delegate[name]({ where: flatten(where), ...rest });
    };
  const extended: unknown = base.$extends({
    name: 'unique-reads',
    query: { $allModels: { findUnique: first('findFirst') as never, findUniqueOrThrow: first('findFirstOrThrow') as never } },
  });
  return extended as Prisma;
}

/** Prisma's type of the client that services see, derived so that no row type of Prisma has to be named outside. */
export type Prisma = Omit<PrismaClient, '$transaction' | '$connect' | '$disconnect' | '$on' | '$use' | '$extends'>;

/** `{ tenantId_id: { tenantId, id } }` names a compound key; a plain filter lists its columns. */
function flatten(where: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(where).flatMap(([key, value]) =>
    (key.includes('_') && typeof value === 'object' && value !== null ? Object.entries(value) : [[key, value]])));
}
