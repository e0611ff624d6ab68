import { useEffect, useRef } from 'react';

const EVERY_MS = 30_000;

/** Reads again every half minute while somebody looks, and at once when they come back to the page. */
export function useFresh(again: () => void): void {
  const latest = useRef(again);
  useEffect(() => { latest.current = again; });
  useEffect(() => {
    const look = (): void => { if (document.visibilityState === 'visible') latest.current(); };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
}
