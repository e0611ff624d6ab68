import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Session } from 'chdb';
import { DATABASE, engineConfig } from './engine-config';
import { asEngineError } from './engine-error';
import { holderOf } from './folder-lock';
import { Lane } from './lane';

/** What a statement gave back: bytes in the format that the text asked for, and how many rows the engine read for it. */
export interface EngineResult {
  readonly bytes: Uint8Array;
  readonly rowsRead: number;
}

/** Readers share two threads each; four at once keep the machine responsive, and a queue of 64 is about one second of small queries. */
const READERS = 4;
const MAX_WAITING = 64;
const LOCK_RETRIES = 12;
const LOCK_PAUSE_MS = 250;

/**
 * Owns the one open folder of the embedded engine. Each connection runs one statement at a time, off the event loop (measured: 3.6 ms
 * lag under two full scans, so no worker thread is needed); readers are in the engine's read-only mode for good.
 */
export class Engine {
  private constructor(
    private readonly all: readonly Session[], private readonly readers: Lane<Session>, private readonly writers: Lane<Session>,
  ) {}

  /** Opens DIR, or throws a sentence for the operator when another process holds it. The process moves into DIR for good. */
  static async open(dir: string, maxMemoryMb: number): Promise<Engine> {
    const folder = resolve(dir);
    // INFILE expands these characters in the whole path and then loads nothing, silently (seen).
    if (/[*?{}[\]]/.test(folder)) throw new Error('The path of the lake\'s folder must not contain any of * ? { } [ ].');
    for (const part of ['engine', 'spool']) mkdirSync(join(folder, part), { recursive: true, mode: 0o700 });
    process.chdir(folder);
    writeFileSync('config.xml', engineConfig(maxMemoryMb), { mode: 0o600 });
    const first = await openPatiently();
    // Leftovers of a killed process; only the holder of the lock may clean.
    rmSync('spool', { recursive: true, force: true });
    mkdirSync('spool', { mode: 0o700 });
    await run(first, `CREATE DATABASE IF NOT EXISTS ${DATABASE} ENGINE = Atomic`);
    await run(first, `USE ${DATABASE}`);
    const readers = await Promise.all(Array.from({ length: READERS }, openReader));
    return new Engine([first, ...readers], new Lane(readers, MAX_WAITING), new Lane([first], MAX_WAITING));
  }

  read(sql: string): Promise<EngineResult> {
    return this.readers.use((session) => run(session, sql));
  }

  change(sql: string): Promise<EngineResult> {
    return this.writers.use((session) => run(session, sql));
  }

  /** Hands out the writing connection's turn, so that a body is taken from the network only when it can be stored at once. */
  inWriterTurn<Result>(work: (execute: (sql: string) => Promise<EngineResult>) => Promise<Result>): Promise<Result> {
    return this.writers.use((session) => work((sql) => run(session, sql)));
  }

  close(): void {
    for (const session of this.all) session.close();
  }
}

const openSession = (): Session => new Session('engine', { connectionArgs: ['--config-file=config.xml'] });

async function openReader(): Promise<Session> {
  const session = openSession();
  await run(session, `USE ${DATABASE}`);
  // 2 allows a SETTINGS clause, which the front writes itself; a client's own text cannot contain one.
  await run(session, 'SET readonly = 2');
  return session;
}

/** A former process may still be closing; a folder that stays locked is an operator's mistake and is said so. */
async function openPatiently(): Promise<Session> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return openSession();
    } catch (error) {
      const holder = holderOf('engine/status');
      if (holder === undefined && attempt > 2) throw error;
      if (attempt === LOCK_RETRIES) throw new Error(`Another process (${holder}) holds this lake's folder; only one may open it at a time. Stop that one first.`, { cause: error });
      await pause(LOCK_PAUSE_MS);
    }
  }
}

async function run(session: Session, sql: string): Promise<EngineResult> {
  try {
    const result = await session.queryAsync(sql, { format: 'TabSeparated' });
    return { bytes: result.bytes(), rowsRead: Number(result.rowsRead) };
  } catch (error) {
    throw asEngineError(error);
  }
}

