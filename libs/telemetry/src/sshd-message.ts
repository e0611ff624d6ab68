/** Who tried to log in over SSH, from where, and how it ended. Field names double as Sigma view fields. */
export interface SshdFacts {
  readonly outcome: 'accepted' | 'failed' | 'invalid_user';
  readonly user: string;
  readonly src_ip: string;
  readonly src_port: string;
  readonly method: string;
}

const TRIED = /^(Accepted|Failed) (\S+) for (invalid user )?(.*) from (\S+) port (\d+)/;
const INVALID = /^Invalid user (.*) from (\S+)(?: port (\d+))?/;

/**
 * Reads the log-in messages of OpenSSH; undefined for its other messages. The user name is what the peer sent, spaces included, so
 * everything up to the last ` from ` belongs to it and a name such as `x from 10.0.0.1` cannot move the address.
 */
export function sshdFacts(content: string): SshdFacts | undefined {
  const tried = TRIED.exec(content);
  if (tried !== null) {
    const [, verb, method, invalid, user, source, port] = tried;
    const failed = invalid === undefined ? 'failed' : 'invalid_user';
    return { outcome: verb === 'Accepted' ? 'accepted' : failed, user, src_ip: source, src_port: port, method };
  }
  const unknown = INVALID.exec(content);
  if (unknown === null) return undefined;
  return { outcome: 'invalid_user', user: unknown[1], src_ip: unknown[2], src_port: unknown[3] ?? '', method: '' };
}
