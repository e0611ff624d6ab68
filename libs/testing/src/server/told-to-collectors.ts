import { foundIn } from '../isolation/api/canary-search';

/** What one process tells whoever supervises it. */
export interface ProcessFace { readonly part: string; readonly path: '/healthz' | '/metrics' | '/readyz'; readonly text: string }

/** Labels whose values are names of ours. One that is added here is a promise that it never holds anything of a tenant. */
const LABELS = new Set(['service', 'reader', 'operation', 'ending', 'le']);
// An id of whatever kind would be a series per row: a name of ours has no digits but those of a partition and of a bucket's bound.
const NAME = /^[A-Za-z][A-Za-z_.]{0,60}( \d{1,3})?$/;
const BOUND = /^(\+Inf|[\d.]{1,6})$/;

const SAMPLE = /^[a-zA-Z_:][\w:]*\{(.*)\} /;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Everything in these answers that supervisors and collectors must not be told, as sentences. `texts` are of tenants. */
export function toldToCollectors(faces: readonly ProcessFace[], texts: readonly string[]): string[] {
  return faces.flatMap(({ part, path, text }) => [
    ...foundIn(text, { texts: [...texts, '@'], ids: new Set() }).map((found) => `${part}${path} tells ${found}`),
    ...(path === '/metrics' ? labelsOf(text).filter(isStrange).map(({ name, value }) => `${part}${path} has ${name}="${value}"`) : []),
  ]);
}

interface Label { readonly name: string; readonly value: string }

const isStrange = ({ name, value }: Label): boolean => !LABELS.has(name) || !(name === 'le' ? BOUND : NAME).test(value);

/** Every label of every sample in the text form of Prometheus. */
const labelsOf = (text: string): Label[] => text.split('\n').flatMap((line) => [...(SAMPLE.exec(line)?.[1] ?? '').matchAll(LABEL)].map(([, name, value]) => ({ name, value })));
