import { startBenchWorld } from '../bench/bench-world';
import { benchMachine } from '../bench/machine-of-bench';
import { startNativeKafka, type NativeKafka } from '../bench/native-kafka';
import { startProcessWorld } from '../bench/process-world';
import { benchRoad, type RoadFigures } from '../bench/road-bench';
import { InvalidUsage, type Command, type Invocation } from './command';
import { oneOf, wholeNumber } from './required';

const USAGE = '[--processes [--kafka-brokers HOST:PORT,… | --start-kafka 1|3]] [--rate 500] [--findings 2] [--seconds 60]';

/** The whole road under a steady load, from the door's 200 to the finding and to the promises of its case; one JSON line. */
export const benchRoadCommand: Command = {
  usage: USAGE,
  options: {
    'processes': { type: 'boolean', about: 'each service in a process of its own instead of all in one' },
    'kafka-brokers': { type: 'string', about: 'both lanes on these brokers, which hold nothing else; with --processes' },
    'start-kafka': { type: 'string', about: 'both lanes on one or three brokers that are started here; with --processes' },
    'rate': { type: 'string', about: 'events a second, of eight sources of four client companies (500)' },
    'findings': { type: 'string', about: 'how many of them a second a rule finds, each on a machine of its own (2)' },
    'seconds': { type: 'string', about: 'how long, after five seconds of warm-up (60)' },
  },
  run: async (invocation) => {
    const { flags, switches, terminal } = invocation;
    const load = { eventsPerSec: wholeNumber('rate', flags['rate'], 500), findingsPerSec: wholeNumber('findings', flags['findings'], 2), seconds: wholeNumber('seconds', flags['seconds'], 60) };
    const isApart = switches.has('processes');
    demandFittingFlags(invocation, isApart);
    const machine = benchMachine();
    const kafka = await kafkaOf(invocation);
    try {
      const world = isApart ? await startProcessWorld(kafka === undefined ? {} : { 'kafka-brokers': kafka.brokers.join(',') }) : await startBenchWorld({});
      try {
        terminal.err(`sending ${load.eventsPerSec} events a second for ${load.seconds} s`);
        const figures = await benchRoad(world, load);
        terminal.out(JSON.stringify({ processes: isApart, kafkaBrokers: kafka?.brokers.length ?? 0, ...load, ...figures, machine }));
        return isWhole(figures) ? 0 : 1;
      } finally {
        await world.stop();
      }
    } finally {
      await kafka?.stop();
    }
  },
};

function demandFittingFlags({ flags, positionals }: Invocation, isApart: boolean): void {
  const lanes = ['kafka-brokers', 'start-kafka'].filter((flag) => flags[flag] !== undefined);
  if (positionals.length === 0 && lanes.length <= (isApart ? 1 : 0)) return;
  throw new InvalidUsage(`Type "yagura bench road ${USAGE}".`);
}

type Lanes = Pick<NativeKafka, 'brokers' | 'stop'>;

/** Brokers that run already are left alone; undefined when the lanes lie in PostgreSQL. */
async function kafkaOf({ flags }: Invocation): Promise<Lanes | undefined> {
  const named = flags['kafka-brokers'];
  if (named !== undefined) return { brokers: named.split(','), stop: () => Promise.resolve() };
  return flags['start-kafka'] === undefined ? undefined : startNativeKafka(oneOf('start-kafka', flags['start-kafka'], ['1', '3'], '1') === '3' ? 3 : 1);
}

const isWhole = ({ lost, doubled, findingsLost, findingsDoubled, findingsWithoutCase }: RoadFigures): boolean =>
  [lost, doubled, findingsLost, findingsDoubled, findingsWithoutCase].every((count) => count === 0);
