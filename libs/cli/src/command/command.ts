/** Where a command writes: answers to `out`, progress and faults to `err`. A terminal gets a moving bar, everything else plain lines. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  readonly isInteractive: boolean;
}

/** One option of a command line, as `node:util` parses it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly about: string;
}

export interface Invocation {
  readonly positionals: readonly string[];
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly switches: ReadonlySet<string>;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C or SIGTERM: a long command stops in order. */
  readonly signal: AbortSignal;
}

/** One command of `yagura`. `run` answers the exit code: 0 done, 1 failed; wrong usage is an InvalidUsage. */
export interface Command {
  /** What follows the name, such as `FILE…`. */
  readonly usage: string;
  readonly options: Readonly<Record<string, Option>>;
  run(invocation: Invocation): Promise<number>;
}

/** A command as the help lists it. What it needs is loaded only when it is typed: a process that serves one part holds the code of that part alone. */
export interface ListedCommand {
  /** Words that name it, such as `rules check`. */
  readonly name: string;
  readonly about: string;
  load(): Promise<Command>;
}

/** Wrong usage: exit code 2 and one sentence that says what to type. */
export class InvalidUsage extends Error {}
