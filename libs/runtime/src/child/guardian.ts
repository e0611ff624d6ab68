import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Ties the life of process `pid` to ours: a detached shell holds the reading end of a pipe from us and, when the pipe closes for
 * whatever reason (kill -9 included), sends `signal` to the child. It ignores the terminal's Ctrl-C, which would otherwise reach it
 * before the orderly stop. Returns a function that lets the child go without a signal, for after an orderly stop.
 */
export function guard(pid: number, signal: 'INT' | 'KILL'): () => void {
  const script = `trap '' INT TERM HUP; read -r word; [ "$word" = release ] || kill -${signal} "$0"`;
  const shell = spawn('/bin/sh', ['-c', script, String(pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  // A child's pipe is a socket: it must not keep us running either.
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return () => { shell.stdin.end('release\n'); };
}
