/** What a client company can do about an open case, by the aim that the attacker seems to have. */
export const ADVICE = [
  'isolate_and_keep_backups', 'find_exposed_data', 'change_passwords', 'limit_remote_access', 'disconnect', 'confirm_new_access', 'withdraw_rights', 'restore_protection',
  'ask_the_user', 'check_shared_files', 'warn_colleagues', 'ask_administrator', 'follow_analyst',
] as const;
export type Advice = (typeof ADVICE)[number];

/** Tactics with what to do about them, the most harmful aim first: a case with several is answered by the first. */
const BY_TACTIC: readonly (readonly [string, Advice])[] = [
  ['TA0040', 'isolate_and_keep_backups'], ['TA0010', 'find_exposed_data'], ['TA0006', 'change_passwords'], ['TA0008', 'limit_remote_access'], ['TA0011', 'disconnect'],
  ['TA0003', 'confirm_new_access'], ['TA0004', 'withdraw_rights'], ['TA0005', 'restore_protection'], ['TA0002', 'ask_the_user'], ['TA0009', 'check_shared_files'],
  ['TA0001', 'warn_colleagues'], ['TA0007', 'ask_administrator'], ['TA0043', 'ask_administrator'], ['TA0042', 'ask_administrator'],
];

export const adviceFor = (tactics: readonly string[]): Advice => BY_TACTIC.find(([id]) => tactics.includes(id))?.[1] ?? 'follow_analyst';
