import { parseArgs } from 'node:util';

/** What the front needs to run; sizes are mebibytes, and port 0 means any free one. */
export interface FrontArguments {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly keyFile: string;
  readonly maxMemoryMb: number;
  readonly maxBodyMb: number;
  readonly exitWithStdin: boolean;
}

const DEFAULTS = { host: '127.0.0.1', port: '0', 'max-memory-mb': '600', 'max-body-mb': '64' };

/** Reads the command line; throws an Error whose message is a sentence for the operator. */
export function readArguments(argv: readonly string[]): FrontArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: { type: 'string' }, host: { type: 'string', default: DEFAULTS.host }, port: { type: 'string', default: DEFAULTS.port },
      'key-file': { type: 'string' }, 'max-memory-mb': { type: 'string', default: DEFAULTS['max-memory-mb'] },
      'max-body-mb': { type: 'string', default: DEFAULTS['max-body-mb'] }, 'exit-with-stdin': { type: 'boolean', default: false },
    },
  });
  if (values.data === undefined) throw new Error('The folder of the lake is missing: --data DIR.');
  return {
    data: values.data, host: values.host, port: whole('port', values.port, 0, 65_535),
    keyFile: values['key-file'] ?? `${values.data}/lake.key`,
    // Below 256 MiB the engine cannot merge one part of ours; see engine-config.ts.
    maxMemoryMb: whole('max-memory-mb', values['max-memory-mb'], 256, 1_048_576),
    maxBodyMb: whole('max-body-mb', values['max-body-mb'], 1, 1024),
    exitWithStdin: values['exit-with-stdin'],
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(`--${name} must be a whole number from ${least} to ${most}.`);
  return value;
}
