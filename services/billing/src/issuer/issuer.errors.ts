import { PreconditionFailed } from '@yagura/kernel';

export class NoIssuer extends PreconditionFailed {
  constructor() { super('No issuer is on record yet, so no invoice can be made.', { slug: 'billing.no_issuer' }); }
}
