import { join, resolve } from 'node:path';
import { startBenchWorld } from '../bench/bench-world';
import { benchPipeline, type PipelineLoad } from '../bench/pipeline-bench';
import { SenderProcess } from '../bench/sender-process';
import { InvalidUsage, type Command, type Invocation } from './command';
import { Progress } from './progress';
import { wholeNumber } from './required';

/** The shared events stand beside the checkout and are never part of it. */
const EVENTS = resolve(join(__dirname, '..', '..', '..', '..', '..', 'shared', 'data', 'events'));

/** Door to lake with our own rules, on an installation of its own that is thrown away; one JSON line. */
export const benchPipelineCommand: Command = {
  usage: '[--seconds 60 | --events N] [--events-from DIR] [--workers N]',
  options: {
    seconds: { type: 'string', about: 'how long to send (60)' },
    events: { type: 'string', about: 'how many events to send instead' },
    'events-from': { type: 'string', about: 'folder of .jsonl and .log files, packed or not (../shared/data/events beside the checkout)' },
    workers: { type: 'string', about: 'decoding threads (1)' },
    connections: { type: 'string', about: 'connections of the sender (8)' },
    batch: { type: 'string', about: 'events in one request (1000)' },
    'max-behind': { type: 'string', about: 'events that the sender may be ahead of the pipeline (200000)' },
  },
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const load = loadOf(invocation);
    const sender = new SenderProcess();
    try {
      const loaded = await sender.load(resolve(flags['events-from'] ?? EVENTS), wholeNumber('batch', flags['batch'], 1_000));
      terminal.err(`${loaded.events} events of ${loaded.files} files, ${(loaded.rawBytes / 1e6).toFixed(0)} MB raw, ${(loaded.gzipBytes / 1e6).toFixed(0)} MB packed`);
      const world = await startBenchWorld({ workers: String(load.workers) });
      try {
        const progress = new Progress(terminal, 'sending');
        const figures = await benchPipeline(world, sender, load, (seconds, processed) => {
          const share = flags['events'] === undefined ? seconds / load.seconds : processed / load.events;
          progress.show(share, 1, `${Math.round(processed / Math.max(1, seconds))} events/s`);
        });
        terminal.out(JSON.stringify(figures));
        return figures.lost === 0 && figures.duplicated === 0 ? 0 : 1;
      } finally {
        await world.stop();
      }
    } finally {
      sender.stop();
    }
  },
};

function loadOf({ flags, positionals }: Invocation): PipelineLoad {
  if (positionals.length > 0 || (flags['seconds'] !== undefined && flags['events'] !== undefined)) {
    throw new InvalidUsage('Give either --seconds or --events: type "yagura bench pipeline [--seconds 60 | --events N]".');
  }
  const events = flags['events'] === undefined ? Number.MAX_SAFE_INTEGER : wholeNumber('events', flags['events'], 0);
  return {
    events, seconds: flags['events'] === undefined ? wholeNumber('seconds', flags['seconds'], 60) : 3_600, workers: wholeNumber('workers', flags['workers'], 1),
    connections: wholeNumber('connections', flags['connections'], 8), maxBehind: wholeNumber('max-behind', flags['max-behind'], 200_000),
  };
}
