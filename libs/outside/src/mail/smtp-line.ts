import { createTransport, type SendMailOptions } from 'nodemailer';
import { isIP } from 'node:net';
import { z } from 'zod';
import type { MailTrouble } from './mail.errors';
import type { SmtpLimits, SmtpSettings } from './smtp-settings';

/** What became of each recipient of one delivery; whoever is named nowhere was not reached, and `trouble` says why. */
export interface Delivery {
  readonly accepted: readonly string[];
  readonly refused: readonly { readonly address: string; readonly code: number }[];
  readonly trouble?: MailTrouble;
  readonly cause?: unknown;
}

// Only what is relied on, for the library hands over anything as an error.
const Refusal = z.object({ recipient: z.string(), responseCode: z.number() });
const Failure = z.object({
  code: z.string().optional().catch(undefined), originalCode: z.string().optional().catch(undefined), responseCode: z.number().optional().catch(undefined),
  rejectedErrors: z.array(Refusal).optional().catch(undefined),
});

/** A pool of connections to one mail server. One delivery is one SMTP transaction; nothing is repeated here. */
export class SmtpLine {
  private readonly transport;

  constructor(private readonly settings: SmtpSettings, { connectMs, answerMs }: SmtpLimits) {
    const { host, port, tls, ca, signIn } = settings;
    this.transport = createTransport({
      // Two connections carry more mail than one installation writes. A dropped one is not redialled behind our back: tries are counted by the mailer.
      pool: true, maxConnections: 2, maxMessages: 100, maxRequeues: 0,
      host, port, secure: tls === 'implicit', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none',
      tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca !== undefined && { ca }), ...(isIP(host) === 0 && { servername: host }) },
      ...(signIn !== undefined && { auth: { user: signIn.user, pass: signIn.password } }),
      connectionTimeout: connectMs, dnsTimeout: connectMs, greetingTimeout: answerMs, socketTimeout: answerMs,
      // Without these two a text that looks like a path or an address could make the composer fetch it.
      disableFileAccess: true, disableUrlAccess: true,
    });
  }

  /** Connects, encrypts and signs in, and sends nothing; answers what stands in the way. */
  async trouble(): Promise<{ readonly trouble: MailTrouble; readonly cause: unknown } | undefined> {
    try {
      await this.transport.verify();
      return undefined;
    } catch (error) {
      return { trouble: troubleOf(Failure.safeParse(error).data ?? {}), cause: error };
    }
  }

  async deliver(message: SendMailOptions, to: readonly string[]): Promise<Delivery> {
    try {
      const { rejectedErrors } = await this.transport.sendMail({ ...message, envelope: { from: this.settings.from.address, to: [...to] } });
      return sorted(to, z.array(Refusal).parse(rejectedErrors ?? []), ACCEPTED);
    } catch (error) {
      const failure = Failure.safeParse(error).data ?? {};
      if (failure.code === 'EENVELOPE' || failure.code === 'EMESSAGE') return { ...refusedBy(to, failure), cause: error };
      return { accepted: [], refused: [], trouble: troubleOf(failure), cause: error };
    }
  }

  close(): void { this.transport.close(); }
}

const ACCEPTED = 250;
// "Not now", for an envelope that failed without a reply.
const LATER = 450;
type Failed = z.output<typeof Failure>;

/** Nobody has it: each recipient was refused by a reply of its own, or all by one about the sender or the text, beside which other replies are lost. */
const refusedBy = (to: readonly string[], { rejectedErrors = [], responseCode = LATER }: Failed): Delivery => sorted(to, rejectedErrors, responseCode);

/** Replies of class 4 mean "later", those of class 5 "never" (RFC 5321, section 4.2.1). `usual` is the reply to those who are not listed. */
function sorted(to: readonly string[], refusals: readonly z.output<typeof Refusal>[], usual: number): Delivery {
  const codes = new Map(refusals.map(({ recipient, responseCode }) => [canonical(recipient), responseCode]));
  const known = to.map((address) => ({ address, code: codes.get(canonical(address)) ?? usual }));
  return {
    accepted: known.filter(({ code }) => code < 400).map(({ address }) => address), refused: known.filter(({ code }) => code >= 500),
    ...(known.some(({ code }) => code >= 400 && code < 500) && { trouble: 'deferred' as const }),
  };
}

/** The library writes the host of an address in lower case, and leaves the rest alone. */
const canonical = (address: string): string => address.replace(/@[^@]*$/, (host) => host.toLowerCase());

function troubleOf({ code, originalCode, responseCode }: Failed): MailTrouble {
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500 && code !== 'ETLS') return 'deferred';
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'sign_in_refused';
  return code === 'ETLS' || /CERT|TLS|SSL|SIGNATURE/.test(originalCode ?? '') ? 'no_tls' : 'away';
}
