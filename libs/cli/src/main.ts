import { COMMANDS } from './command/commands';
import { dispatch } from './command/dispatch';
import type { Terminal } from './command/command';

const ECHO_MS = 2_000;

/** Entry of `bin/yagura.js`. Ctrl-C asks once for an orderly stop; a second one ends at once. */
export function main(argv: readonly string[]): void {
  process.title = 'yagura';
  // A program that runs out of work before its command has answered has failed, whatever it had done.
  process.exitCode = 1;
  const abort = new AbortController();
  let askedAt: number | undefined;
  const ask = (): void => {
    // npm passes Ctrl-C on although the terminal sent it to us already, so an echo within a moment is no second wish.
    if (askedAt !== undefined && performance.now() - askedAt > ECHO_MS) process.exit(130);
    askedAt ??= performance.now();
    abort.abort();
  };
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);
  // Whoever started us as a part of an installation is gone: a part alone is of no use, and another supervisor will want its port.
  if (process.connected) process.on('disconnect', ask);
  const terminal: Terminal = {
    out: (line) => { process.stdout.write(`${line}\n`); },
    err: (line) => { process.stderr.write(`${line}\n`); },
    isInteractive: process.stderr.isTTY === true,
  };
  dispatch(COMMANDS, argv, terminal, abort.signal).then(
    (code) => { process.stdout.write('', () => process.exit(code)); },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
      process.exit(1);
    });
}
