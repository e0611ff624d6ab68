const { isWithin, onImport, pathOf } = require('./ast.cjs');

/** Libraries that hold rules and arithmetic only, so that services, command line and browser compute the same. */
const DOMAIN = ['sigma', 'telemetry', 'ocsf', 'sla', 'rating', 'metrics', 'proof'].map((name) => `libs/${name}`);
/** Computation that Node ships, not input or output. */
const COMPUTATION = new Set(['node:crypto', 'node:zlib', 'node:buffer', 'node:util', 'node:string_decoder']);
const BUILT_IN = /^(node:|(fs|http|https|net|dgram|dns|child_process|os|path|tls|worker_threads|cluster|timers|stream)(\/|$))/;

/** A domain library does no input or output and reads no clock: time and chance arrive as arguments. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      io: '{{name}} is input or output; a domain library is given its data.',
      clock: 'A domain library reads no clock and rolls no dice; take `now` (or the value) as an argument.',
    },
  },
  create(context) {
    if (!DOMAIN.some((home) => isWithin(pathOf(context), home))) return {};
    const clock = (node) => context.report({ node, messageId: 'clock' });
    return {
      ...onImport((node, name) => {
        if (BUILT_IN.test(name) && !COMPUTATION.has(name)) context.report({ node, messageId: 'io', data: { name } });
      }),
      'MemberExpression[object.name=/^(Date|performance)$/][property.name="now"]': clock,
      'MemberExpression[object.name="Math"][property.name="random"]': clock,
      'NewExpression[callee.name="Date"][arguments.length=0]': clock,
      'MemberExpression[object.property.name="Now"][property.name=/^(instant|zonedDateTimeISO|plainDateISO)$/]': clock,
    };
  },
};
