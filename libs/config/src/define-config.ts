import { InvalidInput } from '@yagura/kernel';
import { z } from 'zod';

/** One setting: its variable, its command-line flag, how it is read, and a sentence for people. */
export interface Setting<Shape extends z.ZodType = z.ZodType> {
  readonly variable: string;
  readonly flag: string;
  readonly about: string;
  readonly shape: Shape;
}

export const setting = <Shape extends z.ZodType>(variable: string, flag: string, about: string, shape: Shape): Setting<Shape> => ({ variable, flag, about, shape });

export type ConfigOf<Settings extends Readonly<Record<string, Setting>>> = { readonly [Name in keyof Settings]: z.output<Settings[Name]['shape']> };

/**
 * Reads all settings from flags first, then variables, then defaults. A blank value means unset. Throws InvalidInput that lists every
 * problem at once, each with its flag and variable.
 */
export function readConfig<Settings extends Readonly<Record<string, Setting>>>(
  settings: Settings, flags: Readonly<Record<string, string | undefined>>, env: Readonly<Record<string, string | undefined>> = process.env): ConfigOf<Settings> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, { variable, flag, shape }] of Object.entries(settings)) {
    const text = [flags[flag], env[variable]].find((value) => value !== undefined && value.trim() !== '');
    const parsed = shape.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`--${flag} (${variable}): ${parsed.error.issues.map(({ message }) => message).join(', ')}`);
  }
  if (problems.length > 0) throw new InvalidInput(`The configuration cannot be used: ${problems.join('; ')}.`, { slug: 'config.invalid' });
  return values as ConfigOf<Settings>;
}

/**
 * The environment of a child process that shall read the same settings: this one's, with each flag as its variable. Values travel as variables because
 * anybody on the machine can read another process's command line.
 */
export function environmentOf(
  settings: Readonly<Record<string, Setting>>, flags: Readonly<Record<string, string | undefined>>, env: Readonly<Record<string, string | undefined>> = process.env): Record<string, string> {
  const given = Object.values(settings).flatMap(({ variable, flag }) => (flags[flag] === undefined ? [] : [[variable, flags[flag]] as const]));
  return Object.fromEntries([...Object.entries(env), ...given].filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** A TCP port; 0 lets the system choose one. */
export const port = (usual: number): z.ZodType<number, unknown> => z.coerce.number().int().min(0).max(65_535).default(usual);
