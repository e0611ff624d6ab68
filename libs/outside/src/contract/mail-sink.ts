import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SentMail } from './mailer-contract';
import { understoodMail } from './understood-mail';

/** A mail as it arrived, with what its envelope and connection said. */
export interface Received { readonly from: string; readonly to: readonly string[]; readonly raw: string; readonly mail: SentMail; readonly isSecure: boolean; readonly user: string | undefined }

/** A mail server that takes what it gets, unless its next replies say otherwise. */
export class MailSink {
  readonly received: Received[] = [];
  connections = 0;
  /** Replies to the next RCPT (by recipient) and DATA commands; a missing one is 250. */
  readonly toRecipient = new Map<string, number[]>();
  readonly toText: number[] = [];
  toSender = 0;
  /** The connection ends once between taking a mail and saying so. */
  isDropping = false;

  private constructor(readonly server: SMTPServer) {}

  static async open(options: SMTPServerOptions = { disabledCommands: ['STARTTLS'] }, at = 0): Promise<MailSink> {
    const sink: MailSink = new MailSink(new SMTPServer({
      authOptional: true, hideSMTPUTF8: true, closeTimeout: 10, ...options,
      onConnect: (_session, done) => { sink.connections += 1; done(); },
      onMailFrom: (_address, _session, done) => { done(reply(sink.toSender)); },
      onRcptTo: ({ address }, _session, done) => { done(reply(sink.toRecipient.get(address)?.shift() ?? 0)); },
      onData: (stream, { envelope, secure, user }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
          const refusal = reply(sink.toText.shift() ?? 0);
          const raw = Buffer.concat(chunks).toString('latin1');
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          if (!refusal) sink.received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw, mail: understoodMail(raw), isSecure: secure, user: typeof user === 'string' ? user : undefined });
          if (!sink.isDropping) return done(refusal);
          sink.isDropping = false;
          sink.server.connections.forEach((connection) => { connection.close(); });
        });
      },
    }));
    sink.server.on('error', () => undefined);
    await new Promise<void>((resolve) => { sink.server.listen(at, '127.0.0.1', resolve); });
    return sink;
  }

  get port(): number { return (this.server.server.address() as AddressInfo).port; }

  close(): Promise<void> { return new Promise((resolve) => { this.server.close(resolve); }); }
}

const reply = (code: number): Error | null => (code === 0 ? null : Object.assign(new Error('no: <script>alert(1)</script>'), { responseCode: code }));
