const { RuleTester } = require('eslint');
const parser = require('@typescript-eslint/parser');

/** Runs a rule's cases as Jest tests: TypeScript with decorators, one file name per case. */
const runner = new RuleTester({ languageOptions: { parser, sourceType: 'module' } });
const tester = { run: (name, rule, cases) => runner.run(name, rule, cases) };

/** The same with types: the file of a case belongs to a project that is made up for it. */
const typed = {
  languageOptions: { parser, sourceType: 'module', parserOptions: { projectService: { allowDefaultProject: ['*.ts'], defaultProject: '../../../tsconfig.base.json' }, tsconfigRootDir: __dirname } },
};

/** Cases of one file: shorthand for `{ filename, code }` and, for forbidden ones, the ids of the messages expected. */
const at = (filename) => ({
  allows: (name, code) => ({ name, filename, code }),
  forbids: (name, code, ...messageIds) => ({ name, filename, code, errors: messageIds.map((messageId) => ({ messageId })) }),
});

module.exports = { at, tester, typed };
