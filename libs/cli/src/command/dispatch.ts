import { parseArgs } from 'node:util';
import { AppError } from '@yagura/kernel';
import { InvalidUsage, type Command, type Invocation, type ListedCommand, type Terminal } from './command';

/** Finds the command, reads its options, runs it and answers the exit code. Faults are one sentence; a stack is for our own bugs. */
export async function dispatch(commands: readonly ListedCommand[], argv: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  const [first] = argv;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    for (const line of overview(commands)) terminal.out(line);
    return first === undefined ? 2 : 0;
  }
  try {
    const listed = find(commands, argv);
    const command = await listed.load();
    if (argv.includes('--help')) {
      for (const line of help(listed, command)) terminal.out(line);
      return 0;
    }
    return await command.run(read(listed.name, command, argv.slice(listed.name.split(' ').length), terminal, signal));
  } catch (error) {
    if (error instanceof InvalidUsage) {
      terminal.err(error.message);
      return 2;
    }
    terminal.err(error instanceof AppError ? error.message : `Unexpected failure: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    return 1;
  }
}

function find(commands: readonly ListedCommand[], argv: readonly string[]): ListedCommand {
  const found = [...commands].sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => name.split(' ').every((word, index) => argv[index] === word));
  if (found !== undefined) return found;
  const near = commands.filter(({ name }) => name.startsWith(`${argv[0]} `)).map(({ name }) => `"yagura ${name}"`);
  throw new InvalidUsage(near.length > 0 ? `Type ${near.join(' or ')}.` : `There is no command "${argv[0]}": type "yagura --help" for the list.`);
}

function read(name: string, command: Command, args: readonly string[], terminal: Terminal, signal: AbortSignal): Invocation {
  const options = Object.fromEntries(Object.entries({ ...command.options, json: { type: 'boolean' as const } }).map(([option, { type }]) => [option, { type }]));
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const flags: Record<string, string | undefined> = {};
    const switches = new Set<string>();
    for (const [option, value] of Object.entries(values)) {
      if (typeof value === 'string') flags[option] = value;
      else if (value === true) switches.add(option);
    }
    return { positionals, flags, switches, terminal, signal };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0].replace(/\.$/, '') : 'unreadable options';
    throw new InvalidUsage(`${reason}: type "yagura ${name} ${command.usage}".`);
  }
}

function overview(commands: readonly ListedCommand[]): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return ['Yagura 櫓, the watchtower of a managed-security provider.', '', 'Usage: yagura COMMAND [options]; every command takes --json and --help.', '',
    ...commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`)];
}

function help({ name, about }: ListedCommand, { usage, options }: Command): string[] {
  const width = Math.max(0, ...Object.keys(options).map((option) => option.length));
  return [about, '', `Usage: yagura ${name} ${usage}`.trimEnd(), '', ...Object.entries(options).map(([option, { about: text }]) => `  --${option.padEnd(width)}  ${text}`)];
}
