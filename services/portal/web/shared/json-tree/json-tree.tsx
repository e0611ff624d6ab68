import { Button, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { VisibleText } from '../text/visible-text';
import { linesWith, seenLines, type JsonLine } from './json-lines';
import classes from './json-tree.module.css';

const LINE_HEIGHT = 24;
/** Longer values are cut in their line; the text view shows them whole. */
const LONGEST_VALUE = 2_000;

/** A JSON record line by line, in the order in which it was sent; only lines in sight are drawn. */
export function JsonTree({ lines, label }: { readonly lines: readonly JsonLine[]; readonly label: string }): ReactNode {
  const { formatMessage } = useIntl();
  const box = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [words, setWords] = useState('');
  const [place, setPlace] = useState(0);
  const seen = useMemo(() => seenLines(lines, folded), [lines, folded]);
  const hits = useMemo(() => linesWith(lines, words), [lines, words]);
  // The library's functions change without the props changing, so the compiler must not remember this component.
  const virtual = useVirtualizer({ count: seen.length, getScrollElement: () => box.current, estimateSize: () => LINE_HEIGHT, overscan: 20, getItemKey: (index) => seen[index] ?? index });
  const fold = (line: number): void => setFolded((before) => { const next = new Set(before); if (!next.delete(line)) next.add(line); return next; });
  const goTo = (wanted: number): void => {
    const next = hits.length === 0 ? 0 : (wanted + hits.length) % hits.length;
    setPlace(next);
    // Everything is unfolded first, so a line's number is its place.
    setFolded(new Set());
    const line = hits[next];
    if (line !== undefined) requestAnimationFrame(() => virtual.scrollToIndex(line, { align: 'center' }));
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    goTo(place + (event.shiftKey ? -1 : 1));
  };
  const current = hits[place];
  return (
    <div className={classes.tree}>
      <div className={classes.search} role="search">
        <TextInput size="xs" value={words} onChange={({ currentTarget }) => { setWords(currentTarget.value); setPlace(-1); }} onKeyDown={keyDown} aria-label={formatMessage({ id: 'json.search' })} placeholder={formatMessage({ id: 'json.search' })} />
        <Button size="compact-sm" variant="default" disabled={hits.length === 0} onClick={() => goTo(place - 1)} aria-label={formatMessage({ id: 'json.previous' })}>↑</Button>
        <Button size="compact-sm" variant="default" disabled={hits.length === 0} onClick={() => goTo(place + 1)} aria-label={formatMessage({ id: 'json.next' })}>↓</Button>
        <span className="soft" role="status">{words === '' ? formatMessage({ id: 'json.lines' }, { count: lines.length }) : formatMessage({ id: 'json.hits' }, { count: hits.length, place: Math.max(0, place + 1) })}</span>
      </div>
      <div ref={box} className={classes.box} role="region" aria-label={label} tabIndex={0}>
        <div className={classes.lines} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const number = seen[index] ?? 0;
            const line = lines[number];
            return line === undefined ? null : (
              <div key={key} ref={virtual.measureElement} data-index={index} data-current={number === current} className={classes.line} style={{ transform: `translateY(${start}px)`, paddingInlineStart: `${Math.min(line.depth, 20) * 1.25 + 1.75}rem` }}>
                <Line line={line} isFolded={folded.has(number)} onFold={() => fold(number)} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Line({ line: { kind, name, value, members }, isFolded, onFold }: { readonly line: JsonLine; readonly isFolded: boolean; readonly onFold: () => void }): ReactNode {
  const { formatMessage } = useIntl();
  const cut = value.length > LONGEST_VALUE ? value.slice(0, LONGEST_VALUE) : value;
  return (
    <>
      {members !== undefined && <button type="button" className={classes.fold} aria-expanded={!isFolded} aria-label={formatMessage({ id: 'json.fold' }, { name: name ?? value })} onClick={onFold}>{isFolded ? '▸' : '▾'}</button>}
      {name !== undefined && <><span className={classes.name}><VisibleText text={name} /></span>: </>}
      <span className={classes[kind]}>{kind === 'text' ? <>"<VisibleText text={cut} />"</> : cut}</span>
      {cut !== value && <span className="soft"> {formatMessage({ id: 'json.cut' }, { count: value.length - cut.length })}</span>}
      {isFolded && <span className="soft"> {formatMessage({ id: 'json.members' }, { count: members ?? 0 })} {value === '{' ? '}' : ']'}</span>}
    </>
  );
}
