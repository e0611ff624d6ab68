import 'reflect-metadata';
import type { Permission } from '@yagura/kernel';

/** What a handler demands of its caller: nothing, on purpose, or one permission. */
export type Requirement = { readonly kind: 'public' } | { readonly kind: 'permission'; readonly permission: Permission };

type Constructor = abstract new (...args: never[]) => object;
const REQUIREMENT = Symbol('yagura:requirement');
/** Nest calls these itself, at start and stop; no caller reaches them. */
const LIFECYCLE = new Set(['constructor', 'onModuleInit', 'onApplicationBootstrap', 'onModuleDestroy', 'beforeApplicationShutdown',
  'onApplicationShutdown']);

/** Demands one permission of the caller; on a class it holds for all methods without a mark of their own. */
export function Allow(permission: Permission): MethodDecorator & ClassDecorator {
  return mark({ kind: 'permission', permission });
}

/** Opens a handler to callers without a credential, such as a health check. Every use is a decision that review must see. */
export function Public(): MethodDecorator & ClassDecorator {
  return mark({ kind: 'public' });
}

/** The demand of a method of a class or of its prototype; undefined means that nobody may call it. Methods win over the class. */
export function requirementOf(target: object, key: string | symbol): Requirement | undefined {
  const prototype: unknown = typeof target === 'function' ? target.prototype : target;
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  const own: Requirement | undefined = Reflect.getMetadata(REQUIREMENT, prototype, key);
  const ofClass: Requirement | undefined = Reflect.getMetadata(REQUIREMENT, prototype.constructor);
  return own ?? ofClass;
}

/**
 * Boot check of resolvers and controllers: throws TypeError that names every method reachable from outside without a mark. All
 * methods count as handlers, inherited ones too, so a helper belongs into a function or a #private method.
 */
export function assertEveryHandlerGuarded(classes: readonly Constructor[]): void {
  const open = classes.flatMap((cls) => methodsOf(cls).filter((key) => requirementOf(cls, key) === undefined).map((key) => `${cls.name}.${key}`));
  if (open.length > 0) throw new TypeError(`handlers without @Allow or @Public: ${open.join(', ')}`);
}

function mark(requirement: Requirement): MethodDecorator & ClassDecorator {
  return (target: object, key?: string | symbol): void => {
    if (key === undefined) Reflect.defineMetadata(REQUIREMENT, requirement, target);
    else Reflect.defineMetadata(REQUIREMENT, requirement, target, key);
  };
}

function methodsOf(cls: Constructor): string[] {
  const found = new Set<string>();
  for (let at: unknown = cls.prototype; typeof at === 'object' && at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof property.value === 'function' && !LIFECYCLE.has(key)) found.add(key);
    }
  }
  return [...found];
}
