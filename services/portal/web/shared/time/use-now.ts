import { useSyncExternalStore } from 'react';

// One ticker for all clocks of a page, aligned to whole seconds, silent while nobody looks at a clock.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  now = Date.now();
  for (const heard of listeners) heard();
  timer = setTimeout(tick, 1_000 - (Date.now() % 1_000));
}

function subscribe(heard: () => void): () => void {
  listeners.add(heard);
  if (timer === undefined) tick();
  return () => {
    listeners.delete(heard);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}

/** Milliseconds since 1970, renewed every second for all who ask. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
