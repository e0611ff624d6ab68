interface Fact { readonly name: string; readonly value: string }
export interface Entity { readonly name: string; readonly values: readonly { readonly value: string; readonly count: number }[] }

/** What people look for first; the rest follows in the order in which it came. */
const FIRST = ['host', 'user', 'src_ip', 'dst_ip', 'image', 'cmd'];

/** The facts of some findings by their name, each value once with the number of findings that name it. */
export function entitiesOf(findings: readonly { readonly observables: readonly Fact[] }[]): Entity[] {
  const byName = new Map<string, Map<string, number>>();
  for (const { observables } of findings) {
    const told = new Map(observables.map((fact) => [JSON.stringify([fact.name, fact.value]), fact]));
    for (const { name, value } of told.values()) {
      const values = byName.get(name) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      byName.set(name, values);
    }
  }
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return [...byName].map(([name, values]) => ({ name, values: [...values].map(([value, count]) => ({ value, count })) })).sort((a, b) => rank(a.name) - rank(b.name));
}
