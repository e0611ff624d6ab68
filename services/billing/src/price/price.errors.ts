import { PreconditionFailed } from '@yagura/kernel';

export class PlanNotPriced extends PreconditionFailed {
  constructor() { super('The price book has no price of this plan in this currency.', { slug: 'billing.plan_not_priced' }); }
}
