import { Button } from '@mantine/core';
import { useMemo, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { VisibleText } from '../../shared/text/visible-text';
import { TimeAgo } from '../../shared/time/time-ago';
import { CommentWriter } from './comment-writer';
import { storyOf } from './story';
import { StoryLine } from './story-line';
import type { ReadCase } from './use-case';
import classes from './case.module.css';

export interface CaseStoryProps {
  readonly read: ReadCase;
  readonly me: { readonly id: string; readonly name: string } | undefined;
  readonly onReadOn: () => Promise<unknown>;
  readonly onRefresh: () => Promise<ReadCase | undefined>;
}

/** What happened, from the beginning; what comes is added below, and what is said is written at its end. */
export function CaseStory({ read, me, onReadOn, onRefresh }: CaseStoryProps): ReactNode {
  const { formatMessage } = useIntl();
  const { head, parts } = read;
  const { items, isCut } = useMemo(() => storyOf(parts), [parts]);
  const [isReading, setReading] = useState(false);
  const readOn = (): void => {
    setReading(true);
    void onReadOn().finally(() => setReading(false));
  };
  return (
    <section className={classes.story} aria-labelledby="case-story">
      <h2 id="case-story">{formatMessage({ id: 'case.story' })}</h2>
      {head.plain != null && <p className={classes.meaning}>{head.plain.title !== head.title && <><strong>{head.plain.title}</strong> </>}{head.plain.meaning}</p>}
      {head.verdict != null && (
        <p className={classes.verdict}>
          <span className="soft">{formatMessage({ id: 'case.field.verdict' })}</span> <strong>{formatMessage({ id: `case.verdict.${head.verdict}` })}</strong>
          {head.verdictReason != null && <> — <VisibleText text={head.verdictReason} /></>}
        </p>
      )}
      <ol className={classes.items}>{items.map((item) => <StoryLine key={item.id} item={item} slug={head.tenant.slug} />)}</ol>
      {isCut && <Button variant="default" loading={isReading} onClick={readOn}>{formatMessage({ id: 'case.readOn' })}</Button>}
      {head.status === 'CLOSED'
        ? <p className={classes.closed} role="note">{formatMessage({ id: 'case.closed' })} {head.closedAt != null && <TimeAgo at={head.closedAt} />}</p>
        : me !== undefined && <CommentWriter key={me.id} read={read} me={me} onRefresh={onRefresh} />}
    </section>
  );
}
