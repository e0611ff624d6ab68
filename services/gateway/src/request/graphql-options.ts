import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { YogaDriver, type YogaDriverConfig } from '@graphql-yoga/nestjs';
import type { TokenVerifier } from '@yagura/auth';
import { InvalidInput, newId } from '@yagura/kernel';
import { bearerToken, isPartnerKey } from '@yagura/auth';
import type { ServiceClient } from '@yagura/runtime';
import type { Request } from 'express';
import { execute, GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { partnerDoor } from '../partner/partner-door';
import type { GatewaySettings } from '../ports';
import { documentLimitsRule, isTooLong, tooMuch } from './document-limits';
import { presentable, refusal } from './error-mapping';
import { GatewayContext, isRefusal } from './gateway-context';
import { Grants, type SignedIn } from './grants';
import { registeredDocument } from './registered-documents';
import { graphqlSpan } from './request-span';

const MODULES = join(__dirname, '..', '..', 'src', 'modules');

export interface GatewayParts {
  readonly client: ServiceClient;
  readonly verifier: TokenVerifier;
  readonly assertionKey: Buffer;
  readonly settings: GatewaySettings;
  readonly log: Logger;
  /** The partner surface: how its requests come into the pipeline, and their documents, by hash. */
  readonly partner: {
    readonly plugin: Plugin<object, { req: Request }>; readonly documents: ReadonlyMap<string, string>;
    meet(callerOf: (request: Request) => Promise<SignedIn['assertion']>): void;
  };
}

/** Files of the schema: one per noun, read from the sources, which are also what reviewers and partners read. */
export const schemaFiles = (): string[] =>
  readdirSync(MODULES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.graphql')).sort().map((file) => join(MODULES, file));

/** Yoga with everything off that the API does not need: GET, batching, multipart, IDE, landing page, introspection, hints. */
export function graphqlOptions({ client, verifier, assertionKey, settings, log, partner }: GatewayParts): YogaDriverConfig {
  const grants = new Grants(client, verifier, assertionKey);
  partner.meet(async (request) => (await signedInAs(grants, request)).assertion);
  return {
    driver: YogaDriver, path: '/graphql', typePaths: schemaFiles(), fieldResolverEnhancers: ['guards'],
    graphiql: false, landingPage: false, batching: false, multipart: false, cors: false, logging: false,
    parserAndValidationCache: true,
    // httpLimits has read the length before anything of the body; Yoga's own count would copy each body through a second stream.
    maxRequestBodySize: false,
    maskedErrors: { maskError: (error) => presentable(error, (cause) => log.error({ err: cause }, 'an operation failed unexpectedly')) },
    plugins: [
      referenceExecutor(), graphqlSpan(), signInFirst(grants), partner.plugin, registeredDocument(settings, partner.documents, async (request) => audienceOf(await signedInAs(grants, request))),
      partnerDoor({ client, grants, log, signedInAs: (request) => signedInAs(grants, request) }), hardening(),
    ],
    context: async ({ req }: { req: Request }) => ({ gateway: new GatewayContext(client, grants, await signedInAs(grants, req), newId()) }),
  };
}

/** Queries and mutations run in graphql-js itself: Yoga's own executor can also deliver in parts, which nothing here does, and costs a third more. */
function referenceExecutor(): Plugin {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute);
    },
  };
}

/** Nothing of a document is looked at before its sender is known: a stranger's misspelled query would be told about the schema. */
function signInFirst(grants: Grants): Plugin<object, { req: Request }> {
  return {
    async onParams({ context }) {
      await signedInAs(grants, context.req);
    },
  };
}

const audienceOf = ({ assertion }: SignedIn): 'staff' | 'customer' | 'partner' => assertion.actor ?? assertion.audience;

async function signedInAs(grants: Grants, { rawHeaders, socket }: Request): Promise<SignedIn> {
  try {
    const token = bearerToken(rawHeaders);
    return await grants.signIn(token, isPartnerKey(token) ? socket.remoteAddress : undefined);
  } catch (error) {
    throw isRefusal(error) ? refusal(error) : error;
  }
}

/** Limits and closed doors of every document, whoever sent it. */
function hardening(): Plugin {
  return {
    onParse({ params }) {
      if (isTooLong(String(params.source))) throw tooMuch();
    },
    onValidate({ addValidationRule }) {
      addValidationRule(documentLimitsRule);
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    onParams({ params }) {
      if (typeof params.query !== 'string' || params.query.trim() === '') {
        throw refusal(new InvalidInput('Send a GraphQL document as "query".', { slug: 'document.missing' }));
      }
    },
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || result.errors === undefined) return;
      setResult({ ...result, errors: result.errors.map((error) => (error instanceof GraphQLError ? presentable(error, () => undefined) : error)) });
    },
  };
}
