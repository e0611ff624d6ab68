import { wrong } from './rest-document';
import type { RestOperation } from './rest-operation';

/** What stands under a path: its operations by method, or nothing. */
export interface RestPath {
  readonly byMethod: ReadonlyMap<string, RestOperation>;
  /** Texts of the path's parameters, as they stand in it. */
  readonly texts: ReadonlyMap<string, string>;
}

interface Template { readonly parts: readonly string[]; readonly byMethod: Map<string, RestOperation> }

const nameIn = (part: string): string | undefined => /^\{(\w+)\}$/.exec(part)?.[1];

/** Finds operations by path. A fixed word wins over a parameter; a path is compared as it was sent, letter for letter. */
export class RestRoutes {
  private readonly templates: readonly Template[];

  constructor(operations: readonly RestOperation[]) {
    const byPath = new Map<string, Template>();
    for (const operation of operations) {
      const { path, method } = operation.place;
      const template = byPath.get(path) ?? { parts: path.split('/'), byMethod: new Map<string, RestOperation>() };
      if (template.byMethod.has(method)) throw wrong(`${method} ${path} is there twice`);
      template.byMethod.set(method, operation);
      byPath.set(path, template);
    }
    const fixed = ({ parts }: Template): number => parts.filter((part) => nameIn(part) === undefined).length;
    this.templates = [...byPath.values()].sort((one, other) => fixed(other) - fixed(one));
  }

  find(path: string): RestPath | undefined {
    const parts = path.split('/');
    for (const template of this.templates) {
      const texts = template.parts.length === parts.length ? textsOf(template.parts, parts) : undefined;
      if (texts !== undefined) return { byMethod: template.byMethod, texts };
    }
    return undefined;
  }
}

function textsOf(template: readonly string[], parts: readonly string[]): Map<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const [index, part] of template.entries()) {
    const name = nameIn(part);
    const text = parts[index];
    if (name === undefined ? text !== part : text === '') return undefined;
    if (name !== undefined) texts.set(name, decoded(text));
  }
  return texts;
}

/** A text that is no percent-encoding stays as it is: no id looks like it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
