import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { eventsPage, filesOf, listenersIn, serviceSources } from '../../bin/events-page.cjs';
import { defineEvent } from '../event-type';
import * as events from './index';

const ROOT = join(__dirname, '..', '..', '..', '..');
const RotaChangedV1 = defineEvent({
  type: 'yagura.rota.changed.v1', topic: 'rota.lifecycle', owner: 'rotas', about: 'A rota took another shape.',
  data: z.object({ tenantId: z.uuid(), rotaId: z.uuid(), note: z.string().nullable().optional(), shifts: z.array(z.object({ from: z.iso.datetime(), kind: z.enum(['day', 'night']) })) }),
  key: ({ tenantId, rotaId }) => `${tenantId}/${rotaId}`,
});
const page = (listeners: Map<string, string[]>): string => eventsPage({ RotaChangedV1, unrelated: 'text' }, { files: new Map([['RotaChangedV1', 'rota-changed.v1.ts']]), listeners });

describe('the page of events', () => {
  it('is what the contracts and the services say', () => {
    const written = readFileSync(join(ROOT, 'docs', 'events.md'), 'utf8');

    // A difference is ended by `node libs/contracts/bin/write-events-page.mjs`.
    expect(written).toBe(eventsPage(events, { files: filesOf(ROOT), listeners: listenersIn(serviceSources(ROOT)) }));
  });

  it('tells owner, key, every field at every depth, and who listens', () => {
    const text = page(new Map([['RotaChangedV1', ['sla']]]));

    expect(text).toContain('| [yagura.rota.changed.v1](#yagurarotachangedv1) | rotas | sla |');
    expect(text).toContain('Published by **rotas** alone.');
    expect(text).toContain('- **Key**: `tenantId`/`rotaId`');
    expect(text.split('\n').filter((line) => line.startsWith('| `'))).toEqual([
      '| `tenantId` | id |', '| `rotaId` | id |', '| `note` | text or null, may be missing |', '| `shifts` | list of object |', '| `shifts[].from` | instant |',
      '| `shifts[].kind` | `day`, `night` |',
    ]);
  });

  it('says so when nobody listens, and refuses a listener to something that is no event', () => {
    expect(page(new Map())).toContain('- **Heard by**: nobody yet');
    expect(() => page(new Map([['RotaLostV1', ['sla']]]))).toThrow('services listen to RotaLostV1, which libs/contracts does not export');
  });
});

describe('listeners', () => {
  const heardIn = (path: string, text: string): [string, string[]][] => [...listenersIn([{ path, text }])];

  it('are found by the mark of a consumer and by a live look, once per service', () => {
    const consumer = 'class A { @OnEvent(CaseOpenedV1) a() {} @OnEvent(CaseOpenedV1, { transactional: false }) b() {} } // @OnEvent(CaseClosedV1)';

    expect(heardIn('sla/src/case/case.consumer.ts', consumer)).toEqual([['CaseOpenedV1', ['sla']]]);
    expect(heardIn('gateway/src/feed.ts', 'const kinds = { [CaseOpenedV1.type]: 1, [other.type]: 2 };')).toEqual([['CaseOpenedV1', ['gateway (live)']]]);
  });

  it('cannot hide behind an expression', () => {
    expect(() => heardIn('sla/src/case/case.consumer.ts', 'class A { @OnEvent(pick()) a() {} }')).toThrow('@OnEvent names its contract directly');
  });
});
