/** Asks until `look` answers something or `withinMs` have passed, then fails with `what`: for effects that arrive by events. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | null | false>, withinMs = 60_000): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
