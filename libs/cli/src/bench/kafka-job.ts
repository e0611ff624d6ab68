/** What the bench tells the process that writes to the telemetry log. */
export interface KafkaWriteJob {
  readonly brokers: readonly string[];
  /** Folder of events that the bodies are made of. */
  readonly folder: string;
  /** Bytes of one body as it is stored, about. */
  readonly bodyBytes: number;
  readonly partitions: number;
  /** Appends under way at once, over all partitions. */
  readonly lanes: number;
  readonly seconds: number;
}

/** One acknowledged body. Instants are Unix milliseconds, since two processes compare them. */
export interface Acknowledged {
  readonly number: number;
  readonly partition: number;
  readonly at: number;
  /** From the first try to the acknowledgement. */
  readonly ms: number;
  /** Tries that failed before it: each may have left its record in the log. */
  readonly failed: number;
  readonly bytes: number;
  readonly rawBytes: number;
}

/** What a process of the bench used. */
export interface Used {
  readonly cpuMs: number;
  readonly peakRssMb: number;
}

export interface KafkaWritten extends Used {
  readonly startedAt: number;
  readonly acknowledged: readonly Acknowledged[];
}

/** What the bench tells the process that reads the log. */
export interface KafkaReadJob {
  readonly brokers: readonly string[];
}

/** One record as it was handed out, after its bytes were compared with the hash beside them. */
export interface ReadRecord {
  readonly number: number;
  readonly partition: number;
  /** Decimal digits. */
  readonly position: string;
  readonly at: number;
  readonly isWhole: boolean;
}

export interface KafkaRead extends Used {
  readonly records: readonly ReadRecord[];
}

/** Marks of the first and the last record of each partition: the one tells the writer that somebody reads, the other tells the reader that nothing follows. */
export const BEGIN = 'begin';
export const END = 'end';

/** CPU and memory of this process so far. */
export function usedHere(): Used {
  const { user, system } = process.cpuUsage();
  return { cpuMs: Math.round((user + system) / 1_000), peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024) };
}
