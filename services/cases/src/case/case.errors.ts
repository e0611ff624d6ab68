import { Conflict, InvalidInput } from '@yagura/kernel';
import type { CaseStatus } from '@yagura/contracts';

export class CaseAlreadyClosed extends Conflict {
  constructor() { super('The case is closed and can only be read.', { slug: 'case.already_closed' }); }
}

export class CaseVersionConflict extends Conflict {
  constructor(version: number) {
    super(`The case changed meanwhile and stands at version ${version}; look at it again before changing it.`, { slug: 'case.version_conflict' });
  }
}

export class TransitionNotAllowed extends Conflict {
  constructor(from: CaseStatus, to: CaseStatus) { super(`A case cannot go from ${from} to ${to}.`, { slug: 'case.transition_not_allowed' }); }
}

export class HoldReasonNeeded extends InvalidInput {
  constructor() { super('Say what the case waits for: it goes on hold only with a reason.', { slug: 'case.hold_reason_needed', path: 'holdReason' }); }
}

export class HoldReasonUnfit extends InvalidInput {
  constructor() { super('Only a case that goes on hold has a hold reason.', { slug: 'case.hold_reason_unfit', path: 'holdReason' }); }
}

export class VerdictNeeded extends Conflict {
  constructor() { super('A case is closed only with a verdict; set one first.', { slug: 'case.verdict_needed' }); }
}

export class CaseNotYours extends Conflict {
  constructor() { super('Only the person who works on a case gives it back.', { slug: 'case.not_yours' }); }
}
