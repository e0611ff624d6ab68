import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRules, type CompiledRules } from '@yagura/sigma';
import { EVENT_SETS, eventsIn } from './event-set';
import { loadPack, OWN_PACK_DIR } from './load-pack';
import { rulesFiredBy, surveyPack } from './pack-survey';

const DATA_DIR = join(__dirname, '../../../../../shared/data');
const STRATUS = 'events/stratus-red-team/cloudtrail.jsonl.gz';
const WINDOWS = 'events/otrf-security-datasets/windows-complete';

/** Rules that an exercise must set off. The lists are whole: another rule firing there is a surprise worth a look. */
const EXERCISES: readonly (readonly [file: string, exercise: string, rules: readonly string[]])[] = [
  [STRATUS, 'aws.defense-evasion.cloudtrail-delete', ['aws-trail-stopped']],
  [STRATUS, 'aws.defense-evasion.cloudtrail-event-selectors', ['aws-trail-stopped']],
  [STRATUS, 'aws.defense-evasion.cloudtrail-stop', ['aws-trail-stopped']],
  [STRATUS, 'aws.defense-evasion.dns-delete-logs', ['aws-monitoring-switched-off']],
  [STRATUS, 'aws.defense-evasion.organizations-leave', ['aws-organisation-left']],
  [STRATUS, 'aws.defense-evasion.vpc-remove-flow-logs', ['aws-monitoring-switched-off']],
  [STRATUS, 'aws.exfiltration.ec2-security-group-open-port-22-ingress', ['aws-administration-opened-to-everyone']],
  [STRATUS, 'aws.exfiltration.ec2-share-ami', ['aws-copy-of-disk-shared']],
  [STRATUS, 'aws.exfiltration.ec2-share-ebs-snapshot', ['aws-copy-of-disk-shared']],
  [STRATUS, 'aws.exfiltration.rds-share-snapshot', ['aws-copy-of-disk-shared']],
  [STRATUS, 'aws.initial-access.console-login-without-mfa', ['aws-console-login-without-second-factor']],
  [STRATUS, 'aws.lateral-movement.ec2-serial-console-send-ssh-public-key', ['aws-serial-console-used']],
  [STRATUS, 'aws.persistence.iam-backdoor-role', ['aws-role-trusts-account-outside']],
  [STRATUS, 'aws.persistence.iam-backdoor-user', ['aws-access-key-for-another-user']],
  [STRATUS, 'aws.persistence.iam-create-admin-user', ['aws-access-key-for-another-user', 'aws-administrator-policy-attached']],
  [STRATUS, 'aws.persistence.iam-create-backdoor-role', ['aws-administrator-policy-attached']],
  [STRATUS, 'aws.persistence.iam-create-user-login-profile', ['aws-password-set-for-another-user']],
  [STRATUS, 'aws.persistence.lambda-backdoor-function', ['aws-function-opened-to-everyone']],
  [STRATUS, 'aws.privilege-escalation.iam-update-user-login-profile', ['aws-password-set-for-another-user']],
  [STRATUS, 'aws.credential-access.ec2-steal-instance-credentials', []],
  [`${WINDOWS}-1.jsonl.gz`, 'cmd_psexec_lsa_secrets_dump.zip', ['win-account-hives-saved', 'win-event-log-cleared', 'win-remote-execution-service']],
  [`${WINDOWS}-1.jsonl.gz`, 'covenant_dcsync_dcerpc_drsuapi_DsGetNCChanges.zip', ['win-directory-replicated-by-account']],
  [`${WINDOWS}-1.jsonl.gz`, 'psh_lsass_memory_dump_comsvcs.zip', ['win-event-log-cleared', 'win-lsass-dump-by-comsvcs']],
  [`${WINDOWS}-1.jsonl.gz`, 'cmd_bitsadmin_download_psh_script.zip', ['win-bitsadmin-downloads', 'win-event-log-cleared']],
  [`${WINDOWS}-1.jsonl.gz`, 'cmd_mshta_vbscript_execute_psh.zip', ['win-event-log-cleared', 'win-mshta-runs-inline-script']],
  [`${WINDOWS}-2.jsonl.gz`, 'wmic_remote_xsl_jscript.zip', ['win-event-log-cleared', 'win-wmic-foreign-style-sheet']],
  [`${WINDOWS}-2.jsonl.gz`, 'cmd_userinitmprlogonscript_batch.zip', ['win-event-log-cleared', 'win-logon-script-of-one-user']],
  [`${WINDOWS}-2.jsonl.gz`, 'covenant_persistwmi.tar.gz', ['win-wmi-subscription-bound']],
  [`${WINDOWS}-2.jsonl.gz`, 'empire_persistence_registry_modification_run_keys_elevated_user.zip', ['win-run-key-starts-interpreter']],
  [`${WINDOWS}-2.jsonl.gz`, 'cmd_service_mod_fax.zip', ['win-event-log-cleared', 'win-service-program-replaced']],
];

/** Rules that may fire on sets of ordinary work, and how often. Password guessing is ordinary on an open SSH server. */
const QUIET: readonly (readonly [set: string, allowed: Readonly<Record<string, number>>])[] = [
  ['Web logs', {}], ['Beats audit', {}], ['OTRF audit', {}], ['OTRF AWS', {}], ['Suricata', {}], ['Linux logs', { 'linux-ssh-guessing-cut-off': 202 }],
  ['OTRF Zeek', { 'zeek-program-from-bare-address': 2 }], ['WRCCDC', { 'zeek-service-created-remotely': 9, 'zeek-task-created-remotely': 3 }],
];

/** Large network logs that no rule of the pack reads; the page of the pack counts over them too. */
const UNREAD = /zed-sample-data\/(?:analyzer|ssl|weird)/;

interface Manifest { readonly files: readonly { readonly file: string; readonly segments?: readonly { readonly from: string; readonly line: number; readonly events: number }[] }[] }
interface Attack { readonly tactics: readonly { readonly shortName: string }[]; readonly techniques: readonly { readonly id: string; readonly tactics: readonly string[] }[] }

const read = (path: string): unknown => JSON.parse(readFileSync(join(DATA_DIR, path), 'utf8'));
const bare = (file: string): string => file.replace(/\.yml$/, '');

(existsSync(DATA_DIR) ? describe : describe.skip)('the rule pack on recorded events (skipped when the shared data folder is missing)', () => {
  let rules: CompiledRules;
  const kept = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const lines = kept.get(file) ?? eventsIn(DATA_DIR, file, undefined);
    kept.set(file, lines);
    return lines;
  };

  beforeAll(async () => { rules = compileRules((await loadPack(OWN_PACK_DIR)).rules); });

  it.each(EXERCISES)('finds in %s the exercise %s', (file, exercise, expected) => {
    const segment = (read('events/manifest.json') as Manifest).files.find((one) => `events/${one.file}` === file)?.segments?.find(({ from }) => from.endsWith(exercise));
    if (segment === undefined) throw new Error('the set holds no such exercise');

    const fired = linesOf(file).slice(segment.line - 1, segment.line - 1 + segment.events).flatMap((event) => rulesFiredBy(rules, event));

    expect([...new Set(fired.map(bare))].sort()).toEqual(expected);
  });

  it.each(QUIET)('stays quiet on %s', (name, allowed) => {
    const sets = EVENT_SETS.filter((set) => set.name === name).map((set) => ({ ...set, files: set.files.filter((file) => !UNREAD.test(file)) }));

    const { hits } = surveyPack(rules, DATA_DIR, sets);

    const counts = [...hits].map(([file, sets]) => [bare(file), sets.get(name) ?? 0] as const);
    expect(counts.filter(([file, count]) => count > (allowed[file] ?? 0))).toEqual([]);
  });

  it('names tactics and techniques that ATT&CK has, each tactic one of its techniques', async () => {
    const attack = read('sigma/attack/attack-enterprise.json') as Attack;
    const tacticsOf = new Map(attack.techniques.map(({ id, tactics }) => [id, tactics]));

    const odd = (await loadPack(OWN_PACK_DIR)).rules.flatMap(({ file, attack: { tactics, techniques } }) => {
      const known = techniques.flatMap((id) => tacticsOf.get(id) ?? []);
      return [...techniques.filter((id) => !tacticsOf.has(id)), ...tactics.filter((tactic) => !known.includes(tactic))].map((name) => `${file}: ${name}`);
    });

    expect(odd).toEqual([]);
  });
});
