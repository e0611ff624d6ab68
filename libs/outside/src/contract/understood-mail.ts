import type { SentMail } from './mailer-contract';

/** A mail's text (one character per octet) as a reader of its own understands RFC 5322, 2045 and 2047: the composer is not asked to check itself. */
export function understoodMail(message: string): SentMail {
  const [head, ...rest] = message.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => /^([^:]+): ?(.*)$/.exec(line) ?? ['', '', '']);
  const headers = new Map(lines.map(([, name, value]) => [name.toLowerCase(), words(value)]));
  const body = rest.join('\r\n\r\n');
  return { headers, text: bodyText(headers.get('content-transfer-encoding') ?? '7bit', body) };
}

function words(value: string): string {
  return value.replace(/(\?=)\s+(=\?)/g, '$1$2').replace(/"/g, '').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, text: string) =>
    `\u0001${kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('hex') : quoted(text.replaceAll('_', ' ')).toString('hex')}\u0002`)
    .replaceAll('\u0002\u0001', '').replace(/\u0001([0-9a-f]*)\u0002/g, (_all, hex: string) => Buffer.from(hex, 'hex').toString('utf8'));
}

function bodyText(encoding: string, body: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return (encoding === 'quoted-printable' ? quoted(body.replace(/=\r\n/g, '')) : Buffer.from(body, 'latin1')).toString('utf8');
}

const quoted = (text: string): Buffer => Buffer.from(text.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
