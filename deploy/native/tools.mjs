// The programs that the servers of this folder need from the machine, each with how to get it. A sentence without its full stop, or undefined.
import { spawnSync } from 'node:child_process';

const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

export function lackOfJava() {
  const told = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = told.status === 0 ? Number(/version "(\d+)/.exec(told.stderr)?.[1] ?? 0) : 0;
  return version >= 17 ? undefined : 'Java 17 or newer is not installed (on Debian and Ubuntu: apt-get install openjdk-17-jre-headless)';
}

/** Maven fetches what is not in the cache yet. */
export const lackOfMaven = () => (runs('mvn', ['-version']) ? undefined : 'Maven is not installed, which fetches the server once (on Debian and Ubuntu: apt-get install maven)');

export const lackOfPython = () =>
  (runs('python3', ['-c', 'import venv, ensurepip']) ? undefined : 'Python 3 with venv is not installed, which fetches the server once (on Debian and Ubuntu: apt-get install python3-venv)');

/** All of them in one, undefined when there is none. */
export const lacks = (...found) => found.filter((lack) => lack !== undefined).join('; ') || undefined;
