import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { checkBody, type Door } from '@yagura/telemetry';
import type { CheckedBody } from '../batch/batch';
import { hecAnswer, HecRefusal } from './hec-answer';
import { openBody, readBody, storedForm } from './request-body';

/** What the request says of its batch beside the body. */
interface Named {
  readonly channel: string | undefined;
  readonly clientKey: string | undefined;
}

/**
 * Reads and checks a request's body. Only what the log needs outlives this function: the inflated bytes are let go before the sender is
 * held for its quota. Throws the refusal that Splunk gives; a body that no repeat can mend goes with it as evidence, an empty one does not.
 */
export async function checkedBody(request: IncomingMessage, door: Exclude<Door, 'bulk'>, named: Named): Promise<CheckedBody> {
  const wire = await readBody(request);
  if (wire.length === 0) throw new HecRefusal(hecAnswer(5));
  const { raw, encoding } = await openBody(wire, request.headers['content-encoding']);
  const check = checkBody(raw, door);
  if (!check.ok) {
    const where: Record<string, number> = check.invalidEventNumber === undefined ? {} : { 'invalid-event-number': check.invalidEventNumber };
    throw new HecRefusal(hecAnswer(check.code, where), check.code === 5 ? undefined : { reason: `hec_${check.code}`, body: raw });
  }
  const sha256 = createHash('sha256').update(raw).digest('hex');
  return { door, ...await storedForm(wire, encoding), wireBytes: wire.length, rawBytes: raw.length, sha256, count: check.count, ...named };
}
