import { canonicalText, someElement } from '../text/canonical-text';
import type { RecordLogSource, SigmaRecord } from './sigma-record';

/**
 * A record over a parsed JSON object. A field is looked up as a literal key first and as a nested path second, at each
 * level; a path through an array yields the array of what its elements have. Only own keys count.
 */
export class ObjectRecord implements SigmaRecord {
  constructor(
    readonly logsource: RecordLogSource,
    private readonly source: Readonly<Record<string, unknown>>,
    readonly message?: string,
  ) {}

  get(field: string): unknown {
    return lookUp(this.source, field);
  }

  *values(): Iterable<string> {
    const pending: unknown[] = [this.source];
    while (pending.length > 0) {
      const next = pending.pop();
      const text = canonicalText(next);
      if (text !== undefined) yield text;
      else if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) pending.push(inner);
    }
  }
}

function lookUp(source: unknown, path: string): unknown {
  if (Array.isArray(source)) {
    const found: unknown[] = [];
    someElement(source, (element) => {
      const value = lookUp(element, path);
      if (value !== undefined) found.push(value);
      return false;
    });
    return found.length > 0 ? found : undefined;
  }
  if (typeof source !== 'object' || source === null) return undefined;
  const own = ownValue(source, path);
  if (own !== undefined) return own;
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = ownValue(source, path.slice(0, dot));
    const found = inner === undefined ? undefined : lookUp(inner, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownValue(source: object, key: string): unknown {
  // Most fields that rules ask for are absent, and a plain read tells that fastest.
  const value = (source as Record<string, unknown>)[key];
  return value === undefined || Object.hasOwn(source, key) ? value : undefined;
}
