import { newId, Unavailable } from '@yagura/kernel';
import type { ServiceClient } from '@yagura/runtime';
import type { Request } from 'express';
import { execute, parse, specifiedRules, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { isTooLong, partnerLimitsRule, tooMuch } from '../request/document-limits';
import { presentable } from '../request/error-mapping';
import { GatewayContext } from '../request/gateway-context';
import type { Grants, SignedIn } from '../request/grants';
import { partnerSchemaOf } from './partner-schema';

export interface PartnerDoorParts {
  readonly client: ServiceClient;
  readonly grants: Grants;
  readonly log: Logger;
  /** Who sent the request; settled before any document is looked at. */
  readonly signedInAs: (request: Request) => Promise<SignedIn>;
}

/** What became of a document: it is ready, or has faults, in words that depend on the partner schema alone. */
type Read = { readonly document: DocumentNode } | { readonly errors: readonly ReturnType<typeof presentable>[] };

const RULES = [...specifiedRules, partnerLimitsRule];
const REMEMBERED = 500;

/**
 * Answers documents of partner clients against the partner schema and nothing else: they are parsed, validated and executed here and never
 * meet the pipeline of people, whose memory of documents and whose schema are others. Everybody else passes by. Documents of the partner
 * REST surface come the same way.
 */
export function partnerDoor(parts: PartnerDoorParts): Plugin<object, { req: Request }> {
  const known = new Map<string, Read>();
  let schema: GraphQLSchema | undefined;
  return {
    onSchemaChange({ schema: full }) {
      schema = partnerSchemaOf(full);
      known.clear();
    },
    async onParams({ context, setParamsHandler }) {
      const signedIn = await parts.signedInAs(context.req);
      if (signedIn.assertion.actor !== 'partner') return;
      setParamsHandler(async ({ params }) => {
        // Without a schema of its own a partner client is answered nothing.
        if (schema === undefined) throw new Unavailable('The API is starting.', { slug: 'partner_schema.not_ready', retryAfterSec: 1 });
        const read = readOnce(known, schema, params.query ?? '');
        return shown('errors' in read ? read : await run(schema, read.document, params, new GatewayContext(parts.client, parts.grants, signedIn, newId())), parts.log);
      });
    },
  };
}

function run(schema: GraphQLSchema, document: DocumentNode, { variables, operationName }: GraphQLParams, gateway: GatewayContext): Promise<ExecutionResult> | ExecutionResult {
  return execute({ schema, document, contextValue: { gateway }, variableValues: variables, operationName });
}

function readOnce(known: Map<string, Read>, schema: GraphQLSchema, text: string): Read {
  const found = known.get(text);
  if (found !== undefined) return found;
  const read = readDocument(schema, text);
  if (known.size >= REMEMBERED) known.delete(known.keys().next().value ?? '');
  known.set(text, read);
  return read;
}

/** Size before form, form before content, so that no text costs more than its limits. */
function readDocument(schema: GraphQLSchema, text: string): Read {
  if (isTooLong(text)) return { errors: [tooMuch()] };
  try {
    const document = parse(text);
    const errors = validate(schema, document, RULES);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    return { errors: [presentable(error, () => undefined)] };
  }
}

function shown({ errors, ...result }: ExecutionResult, log: Logger): ExecutionResult {
  if (errors === undefined) return result;
  return { ...result, errors: errors.map((error) => presentable(error, (cause) => log.error({ err: cause }, 'an operation failed unexpectedly'))) };
}
