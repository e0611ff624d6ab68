import { compileRules, type CompiledRules, type RecordLogSource, type SigmaRecord } from '@yagura/sigma';
import { parseLogSource, withLogSource } from '../rule/forced-source';
import { readRuleFiles } from '../rule/rule-files';
import { recordsOf } from '../telemetry/records';
import { InvalidUsage, type Command, type Invocation, type Terminal } from './command';

const USAGE = '--rules PATH --events FILE.jsonl[.gz] [--logsource PRODUCT/CATEGORY/SERVICE]';

/** Runs rules over a file of events, without any server: a line per match. A line that cannot be read is told and counted. */
export const rulesEval: Command = {
  usage: USAGE,
  options: {
    rules: { type: 'string', about: 'rule file or folder' },
    events: { type: 'string', about: 'log lines or JSON, one per line; .gz is inflated' },
    logsource: { type: 'string', about: 'take every event as of this log source, such as windows/process_creation' },
  },
  run: async (invocation) => {
    const { rules, events, logsource } = inputOf(invocation);
    const { terminal, signal } = invocation;
    const isJson = invocation.switches.has('json');
    const read = readRuleFiles([rules]);
    for (const { file, message } of read.refused) terminal.err(`refused  ${file}: ${message}`);
    const report = new Report(compileRules(read.rules), terminal, isJson);
    for await (const { number, line, record } of recordsOf(events)) {
      if (signal.aborted) return 1;
      if (record.quarantined) report.bad(number, line, record.reason);
      else report.record(number, logsource === undefined ? record : withLogSource(record, logsource));
    }
    report.sum(read.refused.length);
    return read.rules.length === 0 ? 1 : 0;
  },
};

function inputOf({ positionals, flags }: Invocation): { rules: string; events: string; logsource: RecordLogSource | undefined } {
  const { rules, events, logsource } = flags;
  if (rules === undefined || events === undefined || positionals.length > 0) throw new InvalidUsage(`Name the rules and the events: type "yagura rules eval ${USAGE}".`);
  const forced = logsource === undefined ? undefined : parseLogSource(logsource);
  if (logsource !== undefined && forced === undefined) throw new InvalidUsage('A log source is PRODUCT/CATEGORY/SERVICE, such as --logsource windows/process_creation or --logsource linux//auditd.');
  return { rules, events, logsource: forced };
}

class Report {
  private events = 0;
  private matches = 0;
  private unreadable = 0;

  constructor(private readonly rules: CompiledRules, private readonly terminal: Terminal, private readonly isJson: boolean) {}

  record(event: number, record: SigmaRecord): void {
    this.events += 1;
    for (const index of this.rules.match(record)) {
      const { id, title, level, author } = this.rules.metadataOf(index);
      this.matches += 1;
      this.terminal.out(this.isJson ? JSON.stringify({ event, ruleId: id ?? null, title, level: level ?? null, author: author ?? null }) : `${event}  ${id ?? '-'}  ${title}`);
    }
  }

  bad(event: number, line: number, reason: string): void {
    this.events += 1;
    this.unreadable += 1;
    if (this.isJson) this.terminal.out(JSON.stringify({ event, line, unreadable: reason }));
    else this.terminal.err(`line ${line}: event ${event} cannot be read: ${reason}`);
  }

  sum(refused: number): void {
    const { events, matches, unreadable } = this;
    const { size: rules, needsValues } = this.rules;
    if (this.isJson) this.terminal.out(JSON.stringify({ summary: { events, matches, unreadable, rules, refused, needsValues: needsValues.length } }));
    else this.terminal.err(`${events} events, ${matches} matches, ${unreadable} unreadable; ${rules} rules, ${refused} refused, ${needsValues.length} waiting for values.`);
  }
}
