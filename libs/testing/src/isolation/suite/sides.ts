import type { ApiActor } from '../api/api-caller';
import type { ApiOperation } from '../api/api-schema';
import type { Sides } from '../api/probe';
import type { Questioner } from '../api/questioner';
import type { Member, TwoCompanies } from '../api/two-companies';
import type { ApiSurface } from './surface';

/** What questions are asked with. */
export interface Asking {
  readonly room: TwoCompanies;
  readonly surface: ApiSurface;
  readonly questioner: Questioner;
}

/** Someone with a side: their own company, and the one that they must never see. */
export interface Sided {
  readonly actor: ApiActor;
  readonly own: Member;
  readonly foreign?: Member;
  readonly hasOwn: boolean;
  readonly isCustomer: boolean;
  readonly isPartner?: boolean;
}

const sided = (actor: ApiActor, own: Member, foreign?: Member, facts: Partial<Sided> = {}): Sided => ({ actor, own, foreign, hasOwn: true, isCustomer: false, ...facts });

/** Everybody who has a side, and so must get nothing of the other one. */
export const partiesOf = (room: TwoCompanies): Sided[] => [
  sided(room.a.viewer, room.a, room.b, { isCustomer: true }), sided(room.a.billing, room.a, room.b, { isCustomer: true }),
  sided(room.b.viewer, room.b, room.a, { isCustomer: true }), sided(room.b.billing, room.b, room.a, { isCustomer: true }),
  sided(room.analystOfA, room.a, room.b), sided(room.operatorOfA, room.a, room.b),
  sided(room.analystOfNone, room.a, room.b, { hasOwn: false }),
  sided(room.formerAnalystOfA, room.a, room.b, { hasOwn: false }), sided(room.formerViewerOfA, room.a, room.b, { hasOwn: false, isCustomer: true }),
  sided(room.partnerOfA, room.a, room.b, { isCustomer: true, isPartner: true }), sided(room.partnerOfB, room.b, room.a, { isCustomer: true, isPartner: true }),
  sided(room.formerPartnerOfA, room.b, room.a, { isCustomer: true, isPartner: true }),
];

/** Those of the provider's people who are at home in both companies. */
export const atHomeInBoth = (room: TwoCompanies): Sided[] => [room.analystOfBoth, room.operator].flatMap((actor) => [sided(actor, room.a), sided(actor, room.b)]);

/** The operations as a side knows them. */
export function knownTo({ isPartner }: Pick<Sided, 'isPartner'>, { partnerOperations }: ApiSurface, all: readonly ApiOperation[]): readonly ApiOperation[] {
  if (isPartner !== true) return all;
  return partnerOperations.filter(({ name, kind }) => all.some((one) => one.name === name && one.kind === kind));
}

/** The ids that a side puts into its questions. */
export const idsOfSides = ({ own, foreign, hasOwn }: Sided): Sides => ({ own: hasOwn ? own.ids : undefined, foreign: foreign?.ids });
