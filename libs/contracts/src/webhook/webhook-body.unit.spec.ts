import { webhookBodySchemaV1, webhookBodyV1 } from './webhook-body.v1';

const ID = '0196b1f0-0000-7000-8000-000000000001';
const NEWS = {
  type: 'case.opened', timestamp: '2026-05-01T08:12:03.000Z',
  data: { tenantId: ID, tenantCode: 'SAKURA', case: { id: ID, number: 42, title: 'ログイン失敗', severity: 'high', status: 'new', openedAt: '2026-05-01T08:12:03.000Z', updatedAt: '2026-05-01T08:12:03.000Z' } },
};

describe('the body of a webhook message, version 1', () => {
  it('still has every field that receivers were promised', () => {
    expect(webhookBodyV1.parse(NEWS)).toEqual(NEWS);
    expect(webhookBodyV1.parse({ type: 'endpoint.test', timestamp: NEWS.timestamp, data: { tenantId: ID, tenantCode: 'SAKURA', endpointId: ID } })).toMatchObject({ data: { endpointId: ID } });
  });

  it('leaves out what nobody promised', () => {
    const parsed = webhookBodyV1.parse({ ...NEWS, by: ID, data: { ...NEWS.data, verdict: 'true_positive', case: { ...NEWS.data.case, assignee: ID } } });

    expect(parsed).toEqual(NEWS);
  });

  it.each(['id', 'number', 'title', 'severity', 'status', 'openedAt', 'updatedAt'])('is no message about a case without its %s', (field) => {
    const { [field as 'id']: _left, ...rest } = NEWS.data.case;

    expect(webhookBodyV1.safeParse({ ...NEWS, data: { ...NEWS.data, case: rest } }).success).toBe(false);
  });

  it('has a JSON Schema that names all types and closes nothing that may grow', () => {
    const text = JSON.stringify(webhookBodySchemaV1());

    for (const word of ['case.opened', 'case.changed', 'endpoint.test', 'tenantCode', 'updatedAt']) expect(text).toContain(word);
    expect(text).not.toContain('"additionalProperties":false');
  });
});
