import rule from './file-suffix.cjs';
import { at, tester } from './rule-tester.cjs';

const NAMED_WELL = [
  'services/cases/src/case/case.ts', 'services/cases/src/case/case.service.ts', 'services/cases/src/case/case.service.int.spec.ts',
  'services/cases/src/case/case.unit.spec.ts', 'libs/messaging/src/kafka-telemetry-log.server.spec.ts', 'services/cases/src/main.ts', 'libs/sla/src/opening-hours.ts', 'libs/sla/src/index.ts',
  'libs/contracts/src/events/case/case-opened.v1.ts', 'libs/contracts/src/api/cases.api.ts', 'prisma/seed.ts', 'libs/pdf/src/type-scale.ts',
  'libs/pdf/src/svg-to-pdfkit.d.ts', 'prisma/prisma.config.ts',
];
const NAMED_BADLY = [
  ['services/cases/src/case/CaseService.ts', 'suffix'], ['services/cases/src/case/case.manager.ts', 'suffix'],
  ['services/cases/src/case/case_service.ts', 'suffix'], ['services/cases/src/case/case.spec.ts', 'suffix'],
  ['services/cases/src/case/case.v1.ts', 'suffix'], ['services/cases/src/utils.ts', 'nounless'], ['libs/sla/src/zone-helper.ts', 'nounless'],
  ['libs/sla/src/types.ts', 'nounless'],
] as const;

const HANDING_ON = ["export * from './case.service';", "export { CaseService } from './case.service';"];
const inside = at('services/cases/src/case/index.ts');

tester.run('file-suffix', rule, {
  valid: [
    ...NAMED_WELL.map((path) => at(path).allows(path, '')),
    at('services/gateway/src/modules/index.ts').allows('a list of what it imports', "import { A } from './a/a.resolver'; export const resolvers = [A];"),
    at('libs/contracts/src/events/index.ts').allows('the catalogue of events', "export * from './case/case-opened.v1';"),
    at('libs/sla/src/index.ts').allows('the entry of a library', "export * from './calendar';"),
  ],
  invalid: [
    ...NAMED_BADLY.map(([path, messageId]) => at(path).forbids(path, '', messageId)),
    ...HANDING_ON.map((code) => inside.forbids(`an index that hands on: ${code}`, code, 'barrel')),
  ],
});
