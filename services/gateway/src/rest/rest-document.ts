import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '@yagura/kernel';
import {
  Kind, parse, print, valueFromASTUntyped, visit, type DirectiveNode, type FragmentDefinitionNode, type OperationDefinitionNode,
} from 'graphql';
import { z } from 'zod';

const DOCUMENTS = join(__dirname, '..', '..', 'src', 'rest', 'documents');

const directiveShape = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string().regex(/^\/v1(\/[a-z][a-z-]*|\/\{[a-zA-Z]+\})+$/),
  summary: z.string().min(1),
  /** Media types of an operation that answers with bytes. */
  file: z.array(z.string().min(1)).optional(),
  /** True for an answer that holds a secret, which is shown once and never kept. */
  secret: z.boolean().optional(),
});

/** Where an operation of the partner surface stands: the arguments of its `@rest`. */
export type RestPlace = z.output<typeof directiveShape>;

/** One operation with everything that it spreads, and its text as the pipeline gets it: without the directive, which is ours alone. */
export interface RestDocument {
  readonly name: string;
  readonly place: RestPlace;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly text: string;
}

/** All operations of the partner surface, by name (ADR 0012). A document that says something else ends the start. */
export function restDocuments(folder: string = DOCUMENTS): RestDocument[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql')).sort();
  return restDocumentsOf(files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n'));
}

export function restDocumentsOf(text: string): RestDocument[] {
  const { definitions } = parse(text, { noLocation: true });
  const fragments = new Map(definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));
  const documents = definitions.flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? [documentOf(definition, fragments)] : []));
  const names = new Set(documents.map(({ name }) => name));
  if (names.size !== documents.length) throw wrong('two operations have one name');
  return documents.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function documentOf(definition: OperationDefinitionNode, known: ReadonlyMap<string, FragmentDefinitionNode>): RestDocument {
  const name = definition.name?.value ?? '';
  const directive = definition.directives?.find((one) => one.name.value === 'rest');
  if (name === '' || directive === undefined) throw wrong('an operation has no name or no @rest');
  const operation: OperationDefinitionNode = { ...definition, directives: definition.directives?.filter((one) => one !== directive) };
  const fragments = new Map<string, FragmentDefinitionNode>();
  gather(operation, known, fragments);
  return { name, place: placeOf(name, directive), operation, fragments, text: [operation, ...fragments.values()].map(print).join('\n\n') };
}

function placeOf(name: string, directive: DirectiveNode): RestPlace {
  const given = Object.fromEntries((directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]));
  const parsed = directiveShape.safeParse(given);
  if (!parsed.success) throw wrong(`${name}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
  return parsed.data;
}

function gather(from: OperationDefinitionNode | FragmentDefinitionNode, known: ReadonlyMap<string, FragmentDefinitionNode>, into: Map<string, FragmentDefinitionNode>): void {
  visit(from, {
    FragmentSpread({ name }) {
      const fragment = known.get(name.value);
      if (fragment === undefined) throw wrong(`there is no fragment ${name.value}`);
      if (into.has(name.value)) return;
      into.set(name.value, fragment);
      gather(fragment, known, into);
    },
  });
}

/** A fault of our own documents: people see it at start, never a partner. */
export const wrong = (what: string): InvalidInput => new InvalidInput(`The documents of the partner surface: ${what}.`, { slug: 'rest.document_invalid' });
