import rule from './egress-only.cjs';
import { at, tester } from './rule-tester.cjs';

const service = at('services/integrations/src/delivery/delivery.worker.ts');
const pure = at('libs/sigma/src/parse.ts');

tester.run('egress-only', rule, {
  valid: [
    service.allows('the egress client', `import { EgressClient } from '@yagura/outside'; egress.send(request)`),
    service.allows('a server', `import { createServer, type IncomingMessage } from 'node:http'`),
    service.allows('types of a server', `import type { IncomingMessage } from 'node:http'`),
    service.allows('a look at an address', `import { isIP } from 'node:net'`),
    service.allows('another thing that is fetched', `const rows = await this.telemetry.fetch(1)`),
    at('libs/outside/src/egress/exchange.ts').allows('the egress client’s own wire', `import { request } from 'node:https'`),
    at('libs/auth/src/key-fetch.ts').allows('our identity provider', `await fetch(url)`),
    at('services/gateway/src/request/gateway-door.int.spec.ts').allows('a spec', `await fetch(url)`),
  ],
  invalid: [
    service.forbids('an own fetch', `await fetch(url)`, 'own'),
    service.forbids('a fetch by another name', `const call = globalThis.fetch`, 'own'),
    service.forbids('a request of the platform', `import { request } from 'node:https'`, 'own'),
    service.forbids('the whole module', `import * as http from 'node:http'`, 'own'),
    service.forbids('its default', `import http from 'http'`, 'own'),
    service.forbids('a server and a request', `import { createServer, get } from 'node:http'`, 'own'),
    service.forbids('a socket', `import { connect } from 'node:tls'`, 'own'),
    service.forbids('names of its own', `import { lookup } from 'node:dns/promises'`, 'own'),
    service.forbids('a module that is required', `const http = require('node:http')`, 'own'),
    service.forbids('a module that is loaded later', `const load = () => import('node:net')`, 'own'),
    service.forbids('a client package', `import axios from 'axios'`, 'own'),
    service.forbids('an open line', `new WebSocket(url)`, 'own'),
    pure.forbids('a fetch in a pure library', `await fetch(url)`, 'own'),
  ],
});
