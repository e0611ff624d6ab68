import type { GraphQLSchema } from 'graphql';
import { operationsOf, type ApiOperation } from '../api/api-schema';
import { restOperationsIn, type RestOperation } from '../api/rest-operation';

/** Everything that can be asked from outside, generated from what is published: never a list that somebody keeps by hand. */
export class ApiSurface {
  readonly operations: readonly ApiOperation[];
  /** What there is for partners’ programs: the same names, with less in them. */
  readonly partnerOperations: readonly ApiOperation[];
  readonly restOperations: readonly RestOperation[];

  /** `openApi` is the file that describes the partner surface. */
  constructor(readonly schema: GraphQLSchema, partnerSchema: GraphQLSchema, openApi: string) {
    this.operations = operationsOf(schema);
    this.partnerOperations = operationsOf(partnerSchema);
    this.restOperations = restOperationsIn(openApi);
  }

  get queries(): readonly ApiOperation[] {
    return this.operations.filter(({ kind }) => kind === 'query');
  }

  get mutations(): readonly ApiOperation[] {
    return this.operations.filter(({ kind }) => kind === 'mutation');
  }

  readonly named = (name: string): ApiOperation => {
    const found = this.operations.find((operation) => operation.name === name);
    if (found === undefined) throw new Error(`The schema has no operation ${name}`);
    return found;
  };

  restNamed(name: string): RestOperation {
    const found = this.restOperations.find((operation) => operation.name === name);
    if (found === undefined) throw new Error(`The partner surface has no operation ${name}`);
    return found;
  }
}
