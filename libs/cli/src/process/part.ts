import type { ProcessConfig } from '@yagura/config';
import type { HttpServiceEdge, Logger, ProcessHealth } from '@yagura/runtime';
import type { Undo } from '../service/undo';

/** What a part of the installation finds when it starts in a process of its own. What it starts, it adds to `undo`. */
export interface PartContext {
  readonly config: ProcessConfig;
  readonly log: Logger;
  readonly health: ProcessHealth;
  readonly undo: Undo;
}

/** A part that runs. */
export interface RunningPart {
  /** Where people or other programs reach it, beside the internal address. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The operations that it offers to other processes. */
  readonly calls?: HttpServiceEdge;
}

export type StartPart = (context: PartContext) => Promise<RunningPart>;
