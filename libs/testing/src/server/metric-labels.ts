/** One label of a sample. */
export interface MetricLabel { readonly name: string; readonly value: string }

const SAMPLE = /^[a-zA-Z_:][\w:]*\{(.*)\} /;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Every label of every sample in the text form of Prometheus. */
export const labelsOf = (text: string): MetricLabel[] => text.split('\n').flatMap((line) => [...(SAMPLE.exec(line)?.[1] ?? '').matchAll(LABEL)].map(([, name, value]) => ({ name, value })));
