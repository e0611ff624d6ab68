const { isWithin, onImport, pathOf } = require('./ast.cjs');

/** Libraries that call addresses of ours: the one egress client itself, the identity provider's, the lake's, a collector's, the command line's own doors, and the portal's way to the gateway. */
const CALLERS = ['libs/outside', 'libs/auth', 'libs/lake', 'libs/runtime', 'libs/cli', 'libs/testing', 'services/portal/src/forward.ts'];
/** Modules that open connections. What listens is named one by one. */
const WIRES = ['http', 'https', 'http2', 'net', 'tls', 'dns', 'dgram'];
const CLIENTS = ['undici', 'axios', 'got', 'node-fetch', 'ky', 'request', 'superagent', 'needle', 'follow-redirects'];
const LISTENING = new Set(['createServer', 'createSecureServer', 'Server', 'isIP', 'isIPv4', 'isIPv6', 'BlockList', 'SocketAddress', 'STATUS_CODES', 'METHODS']);
const wireOf = (specifier) => WIRES.find((wire) => isWithin(specifier.replace(/^node:/, ''), wire));

/** What leaves goes through the one egress client (reliability, section 2, rule 17): it alone checks whose machine an address is. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { own: '{{name}} opens a connection of its own; an address that others chose is called through EgressClient of @yagura/outside.' },
  },
  create(context) {
    const path = pathOf(context);
    const isTest = path.endsWith('.spec.ts') || path.includes('/src/testing/') || path.includes('/bench/');
    // A page in a browser reaches what the browser may reach; the server's own network is not behind it.
    if (isTest || path.startsWith('services/portal/web/') || CALLERS.some((home) => isWithin(path, home))) return {};
    const report = (node, name) => context.report({ node, messageId: 'own', data: { name } });
    const isType = (node) => node.importKind === 'type' || node.exportKind === 'type';
    const imports = onImport((node, specifier) => {
      if (CLIENTS.some((client) => isWithin(specifier, client))) return report(node, specifier);
      if (wireOf(specifier) === undefined || isType(node) || node.type === 'TSImportType') return undefined;
      // Only a static import says which parts it takes.
      const isListening = (one) => isType(one) || (one.type === 'ImportSpecifier' && LISTENING.has(one.imported.name));
      return node.type === 'ImportDeclaration' && node.specifiers.every(isListening) ? undefined : report(node, specifier);
    });
    return {
      ...imports,
      'CallExpression[callee.name="fetch"]'(node) { report(node, 'fetch'); },
      'MemberExpression[property.name="fetch"][object.name=/^(globalThis|global|self|window)$/]'(node) { report(node, 'fetch'); },
      'NewExpression[callee.name=/^(WebSocket|EventSource|XMLHttpRequest)$/]'(node) { report(node, node.callee.name); },
    };
  },
};
