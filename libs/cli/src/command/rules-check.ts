import { compileRules } from '@yagura/sigma';
import { readRuleFiles } from '../rule/rule-files';
import { InvalidUsage, type Command } from './command';

/** Reads rules as detection would and tells what it would refuse, with reason and place. Exit 1 when something is refused. */
export const rulesCheck: Command = {
  usage: 'PATH…', options: {},
  run: ({ positionals, switches, terminal }) => {
    if (positionals.length === 0) throw new InvalidUsage('Name at least one rule file or folder: type "yagura rules check PATH…".');
    const { files, rules, refused } = readRuleFiles(positionals);
    const { size, needsValues } = compileRules(rules);
    const warnings = rules.flatMap(({ file, title, warnings: own }) => own.map(({ path, slug, message }) => ({ file, rule: title, path, slug, message })));
    if (switches.has('json')) {
      const waiting = needsValues.map(({ rule, placeholders }) => ({ file: rule.file, rule: rule.title, placeholders }));
      terminal.out(JSON.stringify({ ok: refused.length === 0, files, accepted: rules.length, active: size, refused, needsValues: waiting, warnings }));
    } else {
      for (const { file, message } of refused) terminal.out(`refused  ${file}: ${message}`);
      for (const { rule, placeholders } of needsValues) terminal.out(`waits    ${rule.file}: rule ${rule.title}: needs values for ${placeholders.join(', ')}`);
      for (const { file, rule, path, message } of warnings) terminal.out(`warning  ${file}: rule ${rule}: ${path}: ${message}`);
      terminal.out(`${files} files: ${rules.length} rules accepted (${size} ready, ${needsValues.length} waiting for values), ${refused.length} refused, ${warnings.length} warnings.`);
    }
    return Promise.resolve(refused.length === 0 ? 0 : 1);
  },
};
