import { join, resolve } from 'node:path';
import { benchKafka, changeLeader, plainKafka, type Absence, type KafkaLoad } from '../bench/kafka-bench';
import { benchMachine } from '../bench/machine-of-bench';
import { startNativeKafka } from '../bench/native-kafka';
import { InvalidUsage, type Command, type Invocation } from './command';
import { oneOf, wholeNumber } from './required';

const USAGE = '[--kafka-brokers HOST:PORT,… | --brokers 1|3 [--leader-change]] [--seconds 20] [--events-from DIR]';
/** The shared events stand beside the checkout and are never part of it. */
const EVENTS = resolve(join(__dirname, '..', '..', '..', '..', '..', 'shared', 'data', 'events'));

/** Telemetry through Kafka by our own adapters, produced and consumed together; one JSON line. */
export const benchKafkaCommand: Command = {
  usage: USAGE,
  options: {
    'kafka-brokers': { type: 'string', about: 'brokers that run already and hold nothing else; without them some are started here' },
    'brokers': { type: 'string', about: 'how many are started, one or three (1)' },
    'leader-change': { type: 'boolean', about: 'the leader of a busy partition dies under the load and comes back; three brokers' },
    'seconds': { type: 'string', about: 'how long to append (20; 60 with --leader-change)' },
    'body-kib': { type: 'string', about: 'size of a body as it is stored, about (256)' },
    'partitions': { type: 'string', about: 'partitions of the log, where it is not there yet (12)' },
    'lanes': { type: 'string', about: 'appends under way at once (24)' },
    'events-from': { type: 'string', about: 'folder of .jsonl and .log files, packed or not (../shared/data/events beside the checkout)' },
  },
  run: async (invocation) => {
    const { flags, terminal } = invocation;
    const isChanging = invocation.switches.has('leader-change');
    const load = loadOf(invocation, isChanging);
    const machine = benchMachine();
    const named = flags['kafka-brokers'];
    const kafka = named === undefined ? await startNativeKafka(isChanging || oneOf('brokers', flags['brokers'], ['1', '3'], '1') === '3' ? 3 : 1) : undefined;
    try {
      const brokers = named?.split(',') ?? kafka?.brokers ?? [];
      terminal.err(`appending for ${load.seconds} s to ${brokers.length} broker${brokers.length === 1 ? '' : 's'}`);
      let changing: Promise<Absence> | undefined;
      const { startedAt, endedAt, ...figures } = await benchKafka(brokers, load, () => {
        if (!isChanging || kafka === undefined) return;
        changing = changeLeader(kafka, load.seconds);
        // A fault of it is told where it is awaited, when the load has ended.
        changing.catch(() => undefined);
      });
      const absence = await changing;
      const told = { brokers: brokers.length, ...load, ...figures, compressed: true };
      if (absence !== undefined) {
        // A load that ended before the broker was back shows nothing of its return: give more --seconds.
        const isUnderLoad = absence.killedAt > startedAt && absence.returnedAt < endedAt;
        terminal.out(JSON.stringify({ ...told, killedBroker: absence.broker, killedAtSec: seconds(absence.killedAt - startedAt), returnedAtSec: seconds(absence.returnedAt - startedAt), isUnderLoad, machine }));
        return isUnderLoad && isWhole(figures) ? 0 : 1;
      }
      terminal.err('the same with plain kafkajs');
      const plain = kafka === undefined ? undefined : await plainKafka(brokers, { ...load, meanBodyKib: figures.meanBodyKib });
      terminal.out(JSON.stringify({ ...told, plain, machine }));
      return isWhole(figures) ? 0 : 1;
    } finally {
      await kafka?.stop();
    }
  },
};

function loadOf({ flags, positionals }: Invocation, isChanging: boolean): KafkaLoad {
  const isClash = flags['kafka-brokers'] !== undefined && (isChanging || flags['brokers'] !== undefined);
  if (positionals.length > 0 || isClash || (isChanging && flags['brokers'] === '1')) throw new InvalidUsage(`Type "yagura bench kafka ${USAGE}".`);
  return {
    folder: resolve(flags['events-from'] ?? EVENTS), bodyBytes: wholeNumber('body-kib', flags['body-kib'], 256) * 1_024, partitions: wholeNumber('partitions', flags['partitions'], 12),
    lanes: wholeNumber('lanes', flags['lanes'], 24), seconds: wholeNumber('seconds', flags['seconds'], isChanging ? 60 : 20),
  };
}

const isWhole = ({ lost, doubled, damaged }: { readonly lost: number; readonly doubled: number; readonly damaged: number }): boolean => [lost, doubled, damaged].every((count) => count === 0);
const seconds = (ms: number): number => Number((ms / 1_000).toFixed(1));
