import { Conflict, InvalidInput } from '@yagura/kernel';

/** A number, date or parameter that cannot be rated. `path` names the field; the slug is stable. */
export class InvalidRating extends InvalidInput {
  constructor(message: string, path?: string) { super(message, { slug: 'rating.invalid_input', path }); }
}

/** Usage that happened before the first price was in force: there is no price to rate it at. */
export class NoPriceInForce extends InvalidInput {
  constructor(path?: string) { super('No price was in force at the time of an event.', { slug: 'rating.no_price_in_force', path }); }
}

/** A credit note would give back more than the invoice charged, counting the credit notes before it (specification 5.5). */
export class CreditExceedsOriginal extends Conflict {
  constructor(path?: string) { super('The credits would exceed the invoice.', { slug: 'rating.credit_exceeds_original', path }); }
}
