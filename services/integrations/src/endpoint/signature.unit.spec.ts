import { createHmac, timingSafeEqual } from 'node:crypto';
import fc from 'fast-check';
import { newId } from '@yagura/kernel';
import { Webhook } from 'standardwebhooks';
import { newSecret, signedHeaders } from './signature';

/** What a receiver does, written from the text of Standard Webhooks 1.0 and from nothing of ours. */
function verifies(secret: string, headers: Readonly<Record<string, string>>, body: string, nowSec: number, known: Set<string> = new Set()): boolean {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name] ?? '');
  if (id === '' || id.includes('.') || !/^\d{1,12}$/.test(timestamp) || Math.abs(nowSec - Number(timestamp)) > 300 || known.has(id)) return false;
  const expected = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(`${id}.${timestamp}.${body}`, 'utf8').digest();
  const isSigned = signatures.split(' ').some((signature) => {
    const [version, given = ''] = signature.split(',');
    const bytes = Buffer.from(given, 'base64');
    return version === 'v1' && bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
  if (isSigned) known.add(id);
  return isSigned;
}

const SENT = new Date('2026-05-01T00:00:00.900Z');
const SENT_SEC = 1_777_593_600;
const BODY = '{"type":"case.opened","title":"ログイン失敗"}';

describe('the signature of a message', () => {
  it('is that of the standard’s own example', () => {
    const headers = signedHeaders({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAt: new Date(1_614_265_330_000), body: '{"test": 2432232314}' }, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']);

    expect(headers).toEqual({ 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' });
  });

  it('is accepted by the standard’s own library, and not when the body was edited', () => {
    const [old, young] = [newSecret(), newSecret()];
    const headers = signedHeaders({ id: newId(), sentAt: new Date(), body: BODY }, [young, old]);

    for (const secret of [old, young]) {
      expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY));
      expect(() => new Webhook(secret).verify(BODY.replace('opened', 'closed'), headers)).toThrow('No matching signature found');
    }
  });

  it('is accepted by whoever holds the secret, and by nobody else', () => {
    const secret = newSecret();
    const headers = signedHeaders({ id: newId(), sentAt: SENT, body: BODY }, [secret]);

    expect(verifies(secret, headers, BODY, SENT_SEC)).toBe(true);
    expect(verifies(newSecret(), headers, BODY, SENT_SEC)).toBe(false);
  });

  it('is refused an hour later, a second time, and for whatever was edited', () => {
    const secret = newSecret();
    const headers = signedHeaders({ id: newId(), sentAt: SENT, body: BODY }, [secret]);
    const seen = new Set<string>();

    expect(verifies(secret, headers, BODY, SENT_SEC + 3_600)).toBe(false);
    expect(verifies(secret, { ...headers, 'webhook-timestamp': String(SENT_SEC + 3_600) }, BODY, SENT_SEC + 3_600)).toBe(false);
    expect(verifies(secret, { ...headers, 'webhook-id': newId() }, BODY, SENT_SEC)).toBe(false);
    expect([verifies(secret, headers, BODY, SENT_SEC, seen), verifies(secret, headers, BODY, SENT_SEC, seen)]).toEqual([true, false]);
    fc.assert(fc.property(fc.nat(BODY.length - 1), fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }), (at, letter) => {
      const edited = BODY.slice(0, at) + letter + BODY.slice(at + 1);
      return edited === BODY || !verifies(secret, headers, edited, SENT_SEC);
    }));
  });

  it('cannot be moved between its parts: neither id nor seconds hold a dot', () => {
    const secret = newSecret();
    fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.string(), (at, body) => {
      const headers = signedHeaders({ id: newId(), sentAt: new Date(at), body }, [secret]);
      return !headers['webhook-id'].includes('.') && /^\d+$/.test(headers['webhook-timestamp']);
    }));
    const headers = signedHeaders({ id: 'a.1', sentAt: SENT, body: BODY }, [secret]);
    expect(verifies(secret, headers, BODY, SENT_SEC)).toBe(false);
  });

  it('is given once for each live secret, so that either holder accepts it', () => {
    const [old, young] = [newSecret(), newSecret()];
    const headers = signedHeaders({ id: newId(), sentAt: SENT, body: BODY }, [young, old]);

    expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
    expect([old, young].map((secret) => verifies(secret, headers, BODY, SENT_SEC))).toEqual([true, true]);
  });
});

describe('a new secret', () => {
  it('has between 24 and 64 random bytes', () => {
    const secrets = Array.from({ length: 100 }, newSecret);

    expect(new Set(secrets).size).toBe(100);
    for (const secret of secrets) expect([secret.startsWith('whsec_'), Buffer.from(secret.slice(6), 'base64').length]).toEqual([true, 32]);
  });
});
