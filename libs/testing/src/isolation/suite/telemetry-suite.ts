/// <reference types="jest" />
import { eventually } from '../../eventually';
import { SMUGGLED, smuggle, traceOf } from '../api/smuggled-telemetry';
import type { Member } from '../api/two-companies';
import type { Walk } from './walk';

/** Six of an attack and a note. */
const RECORDS_OF_A_COMPANY = 7;

/** The way in. */
export function keepsWhatIsSent(walk: Walk): void {
  it('writes what a company sends under another one’s name into its own account, and nothing into the other’s', async () => {
    const { room } = walk;
    const trace = (member: Member): ReturnType<typeof traceOf> => traceOf(room, member.ids.tenant);
    const settled = (member: Member): ReturnType<typeof traceOf> => eventually(`all records of ${member.mark} are in the lake`, async () => {
      const found = await trace(member);
      return found.rows.length >= RECORDS_OF_A_COMPANY ? found : undefined;
    });
    const before = await settled(room.b);
    const taken = await smuggle({ url: room.yagura.hecUrl, token: room.a.onboarded.sourceToken }, room.b);
    await eventually('they are in the sender’s lake', async () => (await trace(room.a)).rows.filter((row) => row.includes(SMUGGLED)).length === taken);
    expect(await trace(room.b)).toEqual(before);
    expect(before.rows.every((row) => row.includes(room.b.ids.tenant))).toBe(true);
  });
}
