import { GraphQLError, Kind, Lexer, Source, TokenKind, type ASTVisitor, type DocumentNode, type SelectionSetNode, type ValidationContext } from 'graphql';

/** Limits of one document (reliability specification, section 5). Answers name no number: an attacker should not tune against them. */
export const DOCUMENT_LIMITS = { tokens: 400, depth: 6, aliases: 10, directives: 4, bytes: 256 * 1024 } as const;

/** One answer to every limit of a document. */
export const tooMuch = (): GraphQLError => new GraphQLError('The document asks for too much at once; split it.', { extensions: { code: 'BAD_USER_INPUT', slug: 'document.too_complex' } });

/** True for a document of more tokens than the limit; asked before it is parsed. A text that cannot be read is left for the parser to refuse. */
export function isTooLong(text: string): boolean {
  const lexer = new Lexer(new Source(text));
  try {
    for (let tokens = 0; tokens <= DOCUMENT_LIMITS.tokens; tokens += 1) if (lexer.advance().kind === TokenKind.EOF) return false;
    return true;
  } catch {
    return false;
  }
}

/** A validation rule: depth with fragments unfolded, aliases, directives. Runs beside the standard rules, before anything is executed. */
export const documentLimitsRule = (context: ValidationContext): ASTVisitor => limits(context, depthOf);

/**
 * The same for documents that may ask the schema about itself: what lies below `__schema` and `__type` is no depth of data. graphql-js bounds
 * how often such a question goes round in circles (MaxIntrospectionDepthRule), and the number of tokens bounds the rest.
 */
export const partnerLimitsRule = (context: ValidationContext): ASTVisitor => limits(context, (document) => depthOf(document, (name) => name.startsWith('__')));

function limits(context: ValidationContext, depth: (document: DocumentNode) => number): ASTVisitor {
  return {
    Document(document) {
      const { aliases, directives } = count(document);
      if (aliases > DOCUMENT_LIMITS.aliases || directives > DOCUMENT_LIMITS.directives || depth(document) > DOCUMENT_LIMITS.depth) context.reportError(tooMuch());
      return false;
    },
  };
}

function count(node: unknown): { aliases: number; directives: number } {
  const total = { aliases: 0, directives: 0 };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    if ('kind' in value && value.kind === Kind.FIELD && 'alias' in value && value.alias !== undefined) total.aliases += 1;
    if ('kind' in value && value.kind === Kind.DIRECTIVE) total.directives += 1;
    for (const [key, child] of Object.entries(value)) if (key !== 'loc') walk(child);
  };
  walk(node);
  return total;
}

/**
 * Deepest field; a fragment counts where it is spread, and a circle of fragments counts as too deep. Each fragment is measured once: forty
 * that spread the next one twice would otherwise be a trillion steps.
 */
function depthOf(document: DocumentNode, isFlat: (field: string) => boolean = () => false): number {
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet] as const] : [])));
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, Number.POSITIVE_INFINITY);
    const depth = measure(fragments.get(name));
    known.set(name, depth);
    return depth;
  };
  const measure = (set: SelectionSetNode | undefined): number => Math.max(0, ...(set?.selections ?? []).map((selection) => {
    if (selection.kind === Kind.FIELD) return isFlat(selection.name.value) ? 1 : 1 + measure(selection.selectionSet);
    return selection.kind === Kind.INLINE_FRAGMENT ? measure(selection.selectionSet) : ofFragment(selection.name.value);
  }));
  return Math.max(0, ...document.definitions.map((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? measure(definition.selectionSet) : 0)));
}
