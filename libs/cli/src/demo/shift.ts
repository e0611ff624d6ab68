import { QUEUE } from '../api/case-documents';
import type { GatewayClient } from '../api/gateway-client';
import { CASE_DETAIL, CHANGE_CASE_STATUS, CLOSE_CASE, COMMENT_CASE, SET_CASE_VERDICT, TAKE_CASE } from '../api/world-documents';
import type { DemoTenant } from './world';

type QueuedCase = Awaited<ReturnType<typeof queueOf>>[number];

/** What the analyst writes for the client, in the client's language. */
const WORDS = {
  ja: {
    comment: '不審な操作を確認しました。該当の端末をネットワークから切り離し、利用者のパスワードを変更してください。',
    reason: '攻撃の手順と一致する複数の記録を確認したため、真の検知と判断しました。',
  },
  en: {
    comment: 'We confirmed suspicious activity. Please take this machine or key out of use now and change the passwords of the people named.',
    reason: 'Several records fit the steps of an attack, so this is a true positive.',
  },
} as const;

/** The whole queue of one company, most urgent first. */
export async function queueOf(analyst: GatewayClient, { company }: DemoTenant): Promise<{ id: string; number: number; severity: string; status: string }[]> {
  const { cases: { nodes } } = await analyst.ask(QUEUE, { first: 100 });
  return nodes.filter(({ tenant }) => tenant.slug === company.slug).map(({ id, number, severity, status }) => ({ id, number, severity, status }));
}

/** Takes a case: the promise to acknowledge it is kept or broken at this moment. */
export async function take(analyst: GatewayClient, { id }: Pick<QueuedCase, 'id'>): Promise<void> {
  const { case: { version } } = await analyst.ask(CASE_DETAIL, { id });
  await analyst.ask(TAKE_CASE, { input: { caseId: id, expectedVersion: version } });
}

/** Works a case to its end as a person would: a note to itself, words for the client, a verdict with its reason, resolved, closed. */
export async function workToTheEnd(analyst: GatewayClient, language: keyof typeof WORDS, { id }: Pick<QueuedCase, 'id'>): Promise<void> {
  const words = WORDS[language];
  const version = async (): Promise<number> => (await analyst.ask(CASE_DETAIL, { id })).case.version;
  await analyst.ask(COMMENT_CASE, { input: { caseId: id, body: 'Checked the raw events; the order of steps leaves no doubt.', visibility: 'INTERNAL' } });
  await analyst.ask(COMMENT_CASE, { input: { caseId: id, body: words.comment, visibility: 'CUSTOMER' } });
  await analyst.ask(SET_CASE_VERDICT, { input: { caseId: id, expectedVersion: await version(), verdict: 'TRUE_POSITIVE', reason: words.reason } });
  await analyst.ask(CHANGE_CASE_STATUS, { input: { caseId: id, expectedVersion: await version(), status: 'RESOLVED' } });
  await analyst.ask(CLOSE_CASE, { input: { caseId: id, expectedVersion: await version() } });
}
