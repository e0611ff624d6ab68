import { Conflict, InvalidInput, PreconditionFailed } from '@yagura/kernel';

/** A final invoice never changes; what is learned later goes onto the next one. */
export class InvoiceAlreadyFinal extends Conflict {
  constructor() { super('The invoice is final and cannot be drafted again.', { slug: 'invoice.already_final' }); }
}

export class PeriodNotBegun extends InvalidInput {
  constructor() { super('The month has not begun.', { slug: 'invoice.period_not_begun', path: 'period' }); }
}

export class AgreementNotBegun extends PreconditionFailed {
  constructor() { super('The agreement begins after this period.', { slug: 'invoice.agreement_not_begun' }); }
}

/** Until the days of grace are over, events of the month may still arrive and count. */
export class GraceNotOver extends PreconditionFailed {
  constructor(graceDays: number) { super(`The month must have ended ${graceDays} days ago.`, { slug: 'invoice.grace_not_over' }); }
}
