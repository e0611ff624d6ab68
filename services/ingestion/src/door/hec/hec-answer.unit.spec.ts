import { type HecRefused, NEVER_ANSWERED, REFUSALS } from '../refusal';
import { hecAnswer, hecRefusal } from './hec-answer';

// Code, HTTP status and text as the Splunk HEC documentation lists them; 21 and up as one emulator has them.
const DOCUMENTED: readonly (readonly [code: number, status: number, text: string])[] = [
  [0, 200, 'Success'], [1, 403, 'Token disabled'], [2, 401, 'Token is required'], [3, 401, 'Invalid authorization'], [4, 403, 'Invalid token'], [5, 400, 'No data'],
  [6, 400, 'Invalid data format'], [8, 500, 'Internal server error'], [9, 503, 'Server is busy'], [10, 400, 'Data channel is missing'],
  [11, 400, 'Invalid data channel'], [12, 400, 'Event field is required'], [13, 400, 'Event field cannot be blank'], [14, 400, 'ACK is disabled'],
  [15, 400, 'Error in handling indexed fields'], [16, 400, 'Query string authorization is not enabled'], [17, 200, 'HEC is healthy'],
  [18, 503, 'HEC is unhealthy, queues are full'], [21, 400, 'Invalid token'], [22, 400, 'Token disabled'], [23, 503, 'Server is shutting down'],
  [24, 200, 'HEC is healthy, queues are approaching capacity'],
];
const said = [0, 17, 18, 24] as const;
const isHec = (name: string): name is HecRefused => Object.entries(REFUSALS).some(([one, { hec }]) => one === name && hec !== null);

describe('an answer of the HEC door', () => {
  it.each(DOCUMENTED)('with code %d has status %d and says "%s"', (code, status, text) => {
    const names = Object.keys(REFUSALS).filter(isHec).filter((name) => REFUSALS[name].hec[1] === code && REFUSALS[name].hec[0] === status);
    const answers = [...said.filter((known) => known === code).map(hecAnswer), ...names.map((refused) => hecRefusal({ refused, facts: {} }).answer)];

    expect(answers.length).toBeGreaterThan(0);
    expect(answers.map((answer) => ({ ...answer, body: JSON.parse(answer.body) as unknown }))).toContainEqual(expect.objectContaining({ status, body: { text, code } }));
  });

  it('has every code from 0 to 27, or a reason why it is never given', () => {
    const known = new Set([...DOCUMENTED.map(([code]) => code), ...Object.keys(NEVER_ANSWERED).map(Number)]);

    expect([...known].sort((a, b) => a - b)).toEqual(Array.from({ length: 28 }, (_, code) => code));
  });

  it('that asks for patience says for how many seconds', () => {
    expect(hecRefusal({ refused: 'busy', facts: { retryAfterSec: 7 } }).answer).toMatchObject({ status: 503, body: '{"text":"Server is busy","code":9}', headers: { 'retry-after': '7' } });
  });
});
