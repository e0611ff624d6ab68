import type { MemberView } from '@yagura/contracts';
import type { Member } from './user';

export const toMemberView = (member: Member): MemberView => ({ ...member, changedAt: member.changedAt.toISOString() });
