// node deploy/native/seaweedfs/start.mjs [--folder path]
//
// Starts SeaweedFS on this machine and prints one line of JSON with the address of its S3 door and the file of its keys. It runs until it is
// interrupted, or until its input ends when something holds that. Lines of input: `kill` (as kill -9), `start`, `stop`; each is answered with a line.
import { serve } from '../frame.mjs';
import { missing, startSeaweedFs } from './server.mjs';

serve({
  name: 'SeaweedFS', missing,
  begin: async ({ folder }) => {
    const { endpoint, keysFile, stop, kill, start } = await startSeaweedFs({ folder });
    return { told: { endpoint, keysFile }, stop, orders: { kill, start } };
  },
});
