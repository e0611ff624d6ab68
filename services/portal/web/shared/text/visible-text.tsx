import { Fragment, type ReactNode } from 'react';
import { visiblePieces, type Mark } from './text-pieces';
import classes from './visible-text.module.css';

/** A text that strangers wrote: kept apart from the direction of what is around it, and nothing in it is hidden. `markId` names the first piece of each mark. */
export function VisibleText({ text, marks = [], markId }: { readonly text: string; readonly marks?: readonly Mark[]; readonly markId?: (mark: Mark) => string | undefined }): ReactNode {
  return (
    <bdi>
      {visiblePieces(text, marks).map(({ at, text: part, sign, mark }) => {
        const seen = sign === undefined ? part : <span className={classes.sign} title={sign}>{sign}</span>;
        if (mark === undefined) return <Fragment key={at}>{seen}</Fragment>;
        const id = at === mark.from ? markId?.(mark) : undefined;
        return <mark key={at} className={classes.mark} title={mark.label} {...(id === undefined ? {} : { id, tabIndex: -1 })}>{seen}</mark>;
      })}
    </bdi>
  );
}
