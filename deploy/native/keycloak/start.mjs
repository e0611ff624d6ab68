// node deploy/native/keycloak/start.mjs [--folder path] [--console-url url] [--portal-url url]
//
// Starts Keycloak with Yagura's realms on this machine and prints one line of JSON with its address and the file of its secrets. It runs until it is
// interrupted, or until its input ends when something holds that. Lines of input: `kill` (as kill -9), `start`, `stop`; each is answered with a line.
import { serve } from '../frame.mjs';
import { missing, startKeycloak } from './server.mjs';

serve({
  name: 'Keycloak', missing,
  options: { 'console-url': { type: 'string', default: 'http://127.0.0.1:4201' }, 'portal-url': { type: 'string', default: 'http://127.0.0.1:4202' } },
  begin: async ({ folder, values }) => {
    const { url, secretsFile, stop, kill, start } = await startKeycloak({ folder, consoleUrl: values['console-url'], portalUrl: values['portal-url'] });
    return { told: { url, secretsFile }, stop, orders: { kill, start } };
  },
});
