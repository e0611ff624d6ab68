/** The doors whose bodies this library frames: HEC envelopes, HEC raw text of one event per line, and Elasticsearch bulk. */
export type Door = 'hec.event' | 'hec.raw' | 'bulk';

/** How much one request and one event may hold; the doors' ADR gives the reasons. Depth counts nested objects and arrays. */
export interface FrameLimits {
  readonly maxEvents: number;
  readonly maxEventBytes: number;
  readonly maxDepth: number;
  readonly maxKeysPerObject: number;
  readonly maxKeyBytes: number;
}

/** 100,000 events a request, 1 MiB an event, JSON depth 64, 2,000 keys an object, 256 bytes a key. */
export const DEFAULT_LIMITS: FrameLimits = {
  maxEvents: 100_000, maxEventBytes: 1_048_576, maxDepth: 64, maxKeysPerObject: 2_000, maxKeyBytes: 256,
};

/** What the sender says about one event outside the event itself. Never a source of the tenant: that is the credential's. */
export interface Envelope {
  /** Milliseconds since 1970; absent when the sender gave none or no number. */
  readonly time?: number;
  readonly host?: string;
  readonly sourcetype?: string;
  readonly index?: string;
}

/** Why a framed event cannot be read. The record is kept in quarantine under this word; none of them refuses the request. */
export type FrameFault =
  | 'bad_utf8' | 'lone_surrogate' | 'too_large' | 'bad_envelope' | 'malformed_json' | 'too_deep' | 'too_many_keys' | 'key_too_long'
  | 'control_text';

/** One event of a request body, found but not yet parsed. */
export interface Frame {
  /** Exact text of the event. With `fault` it is for display only: replaced bytes, or the first part of a huge event. */
  readonly raw: string;
  readonly envelope?: Envelope;
  /**
   * Set when a scan has shown that `raw` is one JSON value within the limits of depth and keys: `escaped` when it holds a unicode
   * escape, behind which NUL and lone surrogates hide, `plain` when it holds none.
   */
  readonly scanned?: 'plain' | 'escaped';
  readonly fault?: FrameFault;
  /** Exact bytes of the event, present when `raw` cannot stand for them (`bad_utf8`, `too_large`). */
  readonly bytes?: Uint8Array;
}

/** Splunk's numbers for the ways a whole body is refused (HTTP 400): 5 no data, 6 format, 12 no event, 13 blank event, 15 nested fields. */
export type HecRefusalCode = 5 | 6 | 12 | 13 | 15;

/** A refusal of the whole body. `invalidEventNumber` counts from 0 and is absent when no event was reached (code 5). */
export interface Refusal {
  readonly ok: false;
  readonly code: HecRefusalCode;
  readonly text: string;
  readonly invalidEventNumber?: number;
}

const TEXTS: Readonly<Record<HecRefusalCode, string>> = {
  5: 'No data', 6: 'Invalid data format', 12: 'Event field is required', 13: 'Event field cannot be blank', 15: 'Error in handling indexed fields',
};

/** Builds a refusal with Splunk's text for its code. */
export function refusal(code: HecRefusalCode, invalidEventNumber?: number): Refusal {
  return invalidEventNumber === undefined
    ? { ok: false, code, text: TEXTS[code] }
    : { ok: false, code, text: TEXTS[code], invalidEventNumber };
}
