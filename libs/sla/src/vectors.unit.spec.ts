import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CalendarBook, type ClockEvent, type ClockPolicy, type DayCalendarBook, type DeadlineFacts, type DeadlineRule, evaluateClock, evaluateDeadline,
} from './index';

interface ClockVector {
  readonly id: string; readonly title: string; readonly calendar: string; readonly policy: ClockPolicy; readonly events: readonly ClockEvent[];
  readonly asOf: string; readonly knownAt?: string; readonly expected: Readonly<Record<string, unknown>>;
}
interface DeadlineVector { readonly id: string; readonly title: string; readonly rule: DeadlineRule; readonly input: DeadlineFacts; readonly expected: unknown }
interface Vectors {
  readonly calendars: CalendarBook; readonly vectors: readonly ClockVector[];
  readonly dayCalendars: DayCalendarBook; readonly deadlineVectors: readonly DeadlineVector[];
}

const FILE = join(__dirname, '../../../../shared/data/vectors/sla-vectors.json');
// The parts of a result that every vector states; the others are stated where they apply.
const OPTIONAL = ['warnAt', 'byOwnerSec', 'cycles'] as const;

if (existsSync(FILE)) {
  const data = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;

  describe('published clock vectors', () => {
    test('are all there', () => {
      expect(data.vectors).toHaveLength(73);
    });

    test.each(data.vectors.map((vector) => [vector.id, vector.title, vector] as const))('%s: %s', (_id, _title, vector) => {
      const { calendar, policy, events, asOf, knownAt, expected } = vector;

      const result = evaluateClock({ calendar, calendars: data.calendars, policy, events, asOf, knownAt });

      const stated = Object.fromEntries(Object.entries(result).filter(([key]) =>
        key in expected || OPTIONAL.some((optional) => optional === key)));
      expect(stated).toEqual(expected);
    });
  });

  describe('published deadline vectors', () => {
    test('are all there as well', () => {
      expect(data.deadlineVectors).toHaveLength(31);
    });

    test.each(data.deadlineVectors.map((vector) => [vector.id, vector.title, vector] as const))('%s: %s', (_id, _title, vector) => {
      const deadline = evaluateDeadline(vector.rule, vector.input, data.dayCalendars);

      expect(deadline).toEqual(vector.expected);
    });
  });
} else {
  test.skip('published service-level vectors: the shared data folder is not on this machine', () => undefined);
}
