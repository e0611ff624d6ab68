import type { IncomingMessage } from 'node:http';

/** A request at the doors, of nobody yet. A door that is stopping refuses it. */
export interface Knock {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly isStopping: boolean;
}

/** An answer of a door, whole. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nothing is sent, and after this the connection ends: the one refusal that a sender understands which reads no status. */
  readonly hangUpAfterMs?: number;
}

/** A refusal in a protocol's words, and the number under which the tenant sees it counted. */
export interface Worded {
  readonly answer: Answer;
  readonly code: number;
}

export const JSON_TYPE = 'application/json; charset=utf-8';
