import type { Language, Severity, Verdict } from '@yagura/contracts';
import type { TenantId } from '@yagura/kernel';
import { Story } from './story';

interface Wording { readonly name: string; readonly timeZone: string; readonly titles: readonly string[] }

const WORDING: Record<Language, Wording> = {
  ja: {
    name: '青葉製作所株式会社', timeZone: 'Asia/Tokyo',
    titles: ['経理部の端末で認証情報を狙う動き', '委託先アカウントによる深夜のサインイン', '公開サーバーへの不審なアクセス', '管理者グループへの追加', '外部からの総当たりサインイン', 'PowerShell の難読化されたコマンド'],
  },
  en: {
    name: 'Northgate Logistics Ltd', timeZone: 'Europe/London',
    titles: ['Credential theft attempt on an accounting workstation', 'Night-time sign-in with a contractor account', 'Suspicious requests to the public web server', 'Member added to an administrators group', 'Password guessing from outside', 'Encoded PowerShell command'],
  },
};

const RULES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['LSASS Memory Read By An Unusual Program', ['credential-access'], ['T1003.001']], ['Sign-In With Valid Account At Unusual Time', ['initial-access', 'persistence'], ['T1078']],
  ['Web Shell Called With A Command', ['persistence', 'execution'], ['T1505.003']], ['Member Added To Administrators', ['privilege-escalation'], ['T1098']],
  ['SSH Guessing Cut Off', ['credential-access'], ['T1110']], ['PowerShell Encoded Command', ['execution', 'defense-evasion'], ['T1059.001', 'T1027']],
];
const HOSTS = ['ACC-PC-014', 'VPN-GW-01', 'WEB-DMZ-02', 'AD-DC-01', 'BASTION-01', 'HR-PC-007'];
const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'medium', 'high'];
const VERDICTS: readonly Verdict[] = ['true_positive', 'false_positive', 'benign', 'false_positive', 'suspicious', 'test'];

const instant = (month: string, day: number, hour: number, minute = 0): string => `${month}-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;

/** May and June 2026 of an invented company, full enough to judge a report by: attacks, false alarms, late answers, a silent source, open cases. */
export function busyMonth(tenantId: TenantId, language: Language): Story {
  const { name, timeZone, titles } = WORDING[language];
  const story = new Story({ tenantId, name, language, timeZone }, '2026-04-20T03:00:00Z');
  const sources = ['windows-servers', 'microsoft-365', 'fw-osaka-01', 'aws-cloudtrail', 'linux-web'];
  const kinds = ['windows', 'microsoft_365', 'firewall', 'aws', 'linux'];
  sources.forEach((source, at) => story.addSource(source, kinds[at], '2026-04-21T03:00:00Z'));
  story.addSource('branch-nagoya', 'windows', '2026-06-10T03:00:00Z');
  for (const month of ['2026-05', '2026-06']) {
    for (let day = 1; day <= 30; day += 1) {
      sources.forEach((source, at) => {
        const isSilent = source === 'fw-osaka-01' && month === '2026-06' && day > 26;
        if (isSilent) return;
        story.batch(source, instant(month, day, 4 + at), 41_000 * (at + 1) + day * 977, day % 9 === 0 ? { quarantined: 13 } : {});
        story.batch(source, instant(month, day, 14, at * 7), 8_300 * (at + 2) + day * 331, { duplicates: day % 5 === 0 ? 40 : 0 });
      });
    }
  }
  let number = 0;
  for (const [month, count] of [['2026-05', 7], ['2026-06', 13]] as const) {
    for (let at = 0; at < count; at += 1) {
      number += 1;
      story.case(sources[at % 5], caseOf({ month, number, kind: at % 6, day: 1 + at * 2, title: titles[at % 6], isLast: month === '2026-06' && at >= count - 4 }));
    }
  }
  return story;
}

function caseOf({ month, number, kind, day, title, isLast }: { month: string; number: number; kind: number; day: number; title: string; isLast: boolean }): Parameters<Story['case']>[1] {
  const [rule, tactics, techniques] = RULES[kind];
  const minutes = 4 + ((number * 7) % 23);
  const findings = Array.from({ length: 1 + (number % 4) }, (_, extra) => ({
    at: instant(month, day, 8, extra), occurredAt: instant(month, day, 7, 50), host: HOSTS[(kind + (extra === 3 ? 1 : 0)) % 6], rule, tactics, techniques,
  }));
  const base = { number, title, severity: SEVERITIES[kind], openedAt: instant(month, day, 8, 5), findings };
  if (isLast && kind % 4 === 3) return { ...base, acknowledgedAt: instant(month, day, 8, 5 + minutes), heldAt: instant(month, day, 10), holdReason: 'customer' };
  if (isLast) return { ...base, ...(kind === 0 ? {} : { acknowledgedAt: instant(month, day, 8, 5 + minutes) }) };
  return {
    ...base, acknowledgedAt: instant(month, day, 8, 5 + minutes), resolvedAt: instant(month, day, 9 + (number % 5), 20), verdict: VERDICTS[kind],
    ...(number % 2 === 0 ? { closedAt: instant(month, day + 1, 1) } : {}),
  };
}
