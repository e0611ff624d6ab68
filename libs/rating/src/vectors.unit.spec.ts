import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rateLine, type RatingKind, type RatingKinds } from './index';

type Vector = { [K in RatingKind]: { readonly id: string; readonly title: string; readonly kind: K; readonly input: RatingKinds[K]['input']; readonly expected: unknown } }[RatingKind];

const FILE = join(__dirname, '../../../../shared/data/vectors/billing-vectors.json');

if (existsSync(FILE)) {
  const { vectors } = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly vectors: readonly Vector[] };

  test('the published billing vectors are all there', () => {
    expect(vectors).toHaveLength(41);
  });

  test.each(vectors.map((vector) => [vector.id, vector.title, vector] as const))('published billing vector %s: %s', (_id, _title, vector) => {
    expect(rateLine(vector.kind, vector.input)).toEqual(vector.expected);
  });
} else {
  test.skip('published billing vectors: the shared data folder is not on this machine', () => undefined);
}
