import { createContext, lazy, Suspense, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { hasCharacterKeys, keepCharacterKeys } from './character-keys';
import type { KeyAction } from './key-action';
import { keyName, KeySequence } from './key-name';

type Layer = { current: readonly KeyAction[] };
interface Keyboard {
  readonly enter: (layer: Layer) => () => void;
  readonly showHelp: () => void;
}

const Board = createContext<Keyboard | undefined>(undefined);
const KeyHelp = lazy(async () => ({ default: (await import('./key-help')).KeyHelp }));

/** The keys of all pages below: one listener, the newest part of the page first, `?` shows what there is. */
export function KeysProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const layers = useRef<Layer[]>([]);
  const [isOn, setOn] = useState(hasCharacterKeys);
  const [shown, setShown] = useState<readonly (readonly KeyAction[])[]>();
  const showHelp = useCallback(() => setShown(layers.current.map(({ current }) => current)), []);
  const enter = useCallback((layer: Layer) => {
    layers.current.push(layer);
    return () => { layers.current = layers.current.filter((other) => other !== layer); };
  }, []);
  useEffect(() => {
    const sequence = new KeySequence();
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !(event.target instanceof Element) || isElsewhere(event.target)) return;
      const name = keyName(event, { isField: isField(event.target), hasCharacterKeys: isOn });
      if (name === undefined || (isOfControl(name) && isControl(event.target))) return;
      const whole = sequence.push(name, event.timeStamp);
      const action = layers.current.toReversed().flatMap(({ current }) => current).find(({ keys }) => whole !== undefined && keys.includes(whole));
      const run = action?.run ?? (whole === '?' ? showHelp : undefined);
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [isOn, showHelp]);
  const board = useMemo(() => ({ enter, showHelp }), [enter, showHelp]);
  const choose = (wish: boolean): void => { keepCharacterKeys(wish); setOn(wish); };
  return (
    <Board value={board}>
      {children}
      {shown !== undefined && <Suspense><KeyHelp layers={shown} hasCharacterKeys={isOn} onChoose={choose} onClose={() => setShown(undefined)} /></Suspense>}
    </Board>
  );
}

/** These keys work while the component is on the page; a later component's come before an earlier one's. Without a provider there are none. */
export function useKeys(actions: readonly KeyAction[]): void {
  const board = use(Board);
  const layer = useRef(actions);
  useEffect(() => { layer.current = actions; });
  useEffect(() => board?.enter(layer), [board]);
}

/** Shows the list of keys. */
export const useKeyHelp = (): (() => void) | undefined => use(Board)?.showHelp;

const UNTYPED = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range']);

/** Where typing writes something. */
const isField = (target: Element): boolean =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLElement && target.isContentEditable)
  || (target instanceof HTMLInputElement && !UNTYPED.has(target.type));

/** A dialog or a menu has the keyboard to itself. */
const isElsewhere = (target: Element): boolean => target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null;

/** Keys that a button or a link answers itself. */
const isOfControl = (name: string): boolean => name === 'Enter' || name === 'Space';
const isControl = (target: Element): boolean => target.closest('a, button, input, summary, [role="button"], [role="tab"]') !== null;
