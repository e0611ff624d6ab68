const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const TYPE = /^yagura(\.[a-z_]+)+\.v\d+$/;

/** Every published version of an event has a golden sample: bytes that some consumer has already been promised. */
module.exports = {
  meta: {
    type: 'problem',
    /** One option: the folder of the samples, from the repository root. */
    schema: [{ type: 'string' }],
    defaultOptions: ['libs/contracts/golden'],
    messages: {
      untyped: 'An event contract states its type as one literal, yagura.<noun>.<past participle>.v<major>.',
      version: 'The type {{type}} does not carry the version of its file name.',
      golden: '{{type}} has no golden sample: add libs/contracts/golden/{{type}}/<name>.json and never edit it afterwards.',
    },
  },
  create(context) {
    const types = [];
    return {
      Literal: (node) => typeof node.value === 'string' && TYPE.test(node.value) && types.push(node.value),
      'Program:exit'(node) {
        const [type] = types;
        if (!type) return context.report({ node, messageId: 'untyped' });
        if (!context.filename.includes(`.${type.split('.').at(-1)}.ts`)) context.report({ node, messageId: 'version', data: { type } });
        const folder = join(context.cwd, context.options[0], type);
        const samples = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
        if (samples.length === 0) context.report({ node, messageId: 'golden', data: { type } });
      },
    };
  },
};
