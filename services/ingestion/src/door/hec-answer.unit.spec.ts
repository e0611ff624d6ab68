import { busy, hecAnswer, type HecCode } from './hec-answer';

// Code, HTTP status and text as the Splunk HEC documentation lists them; 24 as one emulator has it.
const DOCUMENTED: readonly (readonly [HecCode, number, string])[] = [
  [0, 200, 'Success'], [1, 403, 'Token disabled'], [2, 401, 'Token is required'], [3, 401, 'Invalid authorization'], [4, 403, 'Invalid token'], [5, 400, 'No data'],
  [6, 400, 'Invalid data format'], [8, 500, 'Internal server error'], [9, 503, 'Server is busy'], [10, 400, 'Data channel is missing'],
  [11, 400, 'Invalid data channel'], [12, 400, 'Event field is required'], [13, 400, 'Event field cannot be blank'], [14, 400, 'ACK is disabled'],
  [16, 400, 'Query string authorization is not enabled'], [17, 200, 'HEC is healthy'], [18, 503, 'HEC is unhealthy, queues are full'],
  [23, 503, 'Server is shutting down'], [24, 200, 'HEC is healthy, queues are approaching capacity'],
];

describe('an answer of the HEC door', () => {
  it.each(DOCUMENTED)('with code %d has status %d and says "%s"', (code, status, text) => {
    expect(hecAnswer(code)).toEqual({ status, body: { text, code }, headers: undefined });
  });

  it('that asks for patience says for how many seconds', () => {
    expect(busy(7)).toEqual({ status: 503, body: { text: 'Server is busy', code: 9 }, headers: { 'retry-after': '7' } });
  });
});
