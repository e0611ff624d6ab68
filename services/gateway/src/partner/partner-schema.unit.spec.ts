import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isObjectType, parse, printSchema, validate } from 'graphql';
import { schemaFiles } from '../request/graphql-options';
import { isForPartners, partnerOperations } from './partner-operations';
import { partnerSchemaOf } from './partner-schema';

const full = buildSchema(schemaFiles().map((file) => readFileSync(file, 'utf8')).join('\n'));
const partner = partnerSchemaOf(full);
const PRINTED = join(__dirname, '..', '..', '..', '..', 'docs', 'partner', 'schema.graphql');
const messagesOf = (query: string): string[] => validate(partner, parse(query)).map(({ message }) => message.replace(/ Did you mean .*$/, ''));

describe('the partner schema', () => {
  it('is what docs/partner/schema.graphql prints, so that a review sees each change of it', () => {
    expect(readFileSync(PRINTED, 'utf8')).toBe(`${printSchema(partner)}\n`);
  });

  it('has no change that decides about a case, a right, a rule or an invoice', () => {
    const changes = partnerOperations(partner).filter(({ kind }) => kind === 'mutation').map(({ name }) => name);

    expect(changes.filter((name) => !/Webhook/.test(name))).toEqual([]);
  });

  it('shows nothing of what is internal, raw, or the provider’s own', () => {
    const fields = Object.values(partner.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .flatMap((type) => (isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : []));

    expect(fields.filter((field) => /assignee|actor|author$|visibility|raw(?!BytesLastDay)|price|amount|invoice|email|contact|roles|grants/i.test(field) && field !== 'Finding.ruleAuthor')).toEqual([]);
    expect(partner.getSubscriptionType()).toBeUndefined();
  });

  it('answers for a field outside it in the words for a field that never was', () => {
    const [outside, never] = [messagesOf('{ members { nodes { email } } }'), messagesOf('{ neverWas { nodes { email } } }')];

    expect(outside).toEqual(never.map((message) => message.replace('neverWas', 'members')));
    expect(messagesOf('{ case(id: "x") { assignee { name } } }')).toEqual(['Cannot query field "assignee" on type "CaseDetail".']);
    expect(messagesOf('{ case(id: "x") { title } }')).toEqual([]);
  });

  it('tells whether a registered document is one for partners', () => {
    expect(isForPartners(partner, 'query ($id: ID!) { case(id: $id) { title findings { nodes { summary } } } }')).toBe(true);
    expect(isForPartners(partner, '{ me { id } }')).toBe(false);
    expect(isForPartners(partner, 'mutation ($input: TakeCaseInput!) { takeCase(input: $input) { case { id } } }')).toBe(false);
  });

  it('keeps the resolvers and the whole of scalars and enums', () => {
    const severity = partner.getType('Severity');

    expect(severity).toBe(full.getType('Severity'));
    expect(Object.keys(partner.getQueryType()?.getFields() ?? {})).toEqual(expect.arrayContaining(['cases', 'case', 'findings', 'reports', 'sourceHealth']));
  });

  it('refuses to be made when a marked field leads to a type with nothing marked', () => {
    const forgotten = buildSchema('directive @partner on FIELD_DEFINITION type Query { thing: Thing @partner other: Int } type Thing { id: ID }');

    expect(() => partnerSchemaOf(forgotten)).toThrow(/No field of Thing is marked/);
  });
});
