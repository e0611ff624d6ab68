// node deploy/native/kafka/start.mjs [--brokers 3] [--folder path]
//
// Starts Apache Kafka on this machine and prints one line of JSON with its addresses. It runs until it is interrupted, or until its input ends
// when something holds that. Lines of input: `kill 1` (as kill -9), `start 1`, `leader TOPIC/0` (which broker leads
// that partition), `stop`; each is answered with one line of JSON.
import { serve } from '../frame.mjs';
import { missing, startCluster } from './broker.mjs';

serve({
  name: 'Kafka', missing, options: { brokers: { type: 'string', default: '1' } },
  begin: async ({ folder, values }) => {
    const { addresses, stop, kill, start, leader } = await startCluster({ folder, brokers: Number(values.brokers) });
    return { told: { brokers: addresses }, stop, orders: { kill, start, leader } };
  },
});
