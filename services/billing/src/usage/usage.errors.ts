import { InvalidInput } from '@yagura/kernel';

/** Usage cannot be of the future; it is kept as a dead letter until somebody looks. */
export class FutureUsage extends InvalidInput {
  constructor() { super('The usage lies more than five minutes in the future.', { slug: 'usage.future_dated', path: 'eventAt' }); }
}

export class UnfitQuantity extends InvalidInput {
  constructor() { super('The quantity has more digits than the ledger keeps.', { slug: 'usage.quantity_unfit', path: 'quantity' }); }
}
