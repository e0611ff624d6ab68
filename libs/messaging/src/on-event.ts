import 'reflect-metadata';
import type { z } from 'zod';
import type { EventEnvelope, EventType } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { TenantTx } from '@yagura/db';

export interface OnEventOptions {
  /**
   * Default true: the handler gets an open transaction in which its effect and the inbox row commit together. False is for effects
   * outside the database (identity provider, mail): the handler gets a context, must be repeatable, and the inbox row follows it.
   */
  readonly transactional?: boolean;
}

/** A handler as the consumer runtime sees it. */
export interface Subscription {
  readonly event: EventType;
  readonly method: string;
  readonly transactional: boolean;
}

type TransactionalHandler<Shape extends z.ZodType> = (tx: TenantTx, data: z.output<Shape>, envelope: EventEnvelope) => Promise<void>;
type OutsideHandler<Shape extends z.ZodType> = (ctx: TenantContext, data: z.output<Shape>, envelope: EventEnvelope) => Promise<void>;

/** A decorator of methods that can be called as `Handler`; one that needs fewer arguments can. */
type Marks<Handler> = <Method extends Handler>(target: object, key: string, property: TypedPropertyDescriptor<Method>) => void;

const SUBSCRIPTIONS = Symbol('yagura:subscriptions');

/** Marks a consumer's method as the handler of one event type; a class may handle many. */
export function OnEvent<Shape extends z.ZodType>(event: EventType<Shape>): Marks<TransactionalHandler<Shape>>;
export function OnEvent<Shape extends z.ZodType>(event: EventType<Shape>, options: { transactional: false }): Marks<OutsideHandler<Shape>>;
export function OnEvent(event: EventType, options: OnEventOptions = {}): (target: object, key: string) => void {
  return (target, key) => {
    const known = subscriptionsOf(target);
    Reflect.defineMetadata(SUBSCRIPTIONS, [...known, { event, method: key, transactional: options.transactional ?? true }], target.constructor);
  };
}

/** The handlers of a consumer, in the order in which they are written. */
export function subscriptionsOf(consumer: object): readonly Subscription[] {
  const found: Subscription[] | undefined = Reflect.getMetadata(SUBSCRIPTIONS, consumer.constructor);
  return found ?? [];
}
