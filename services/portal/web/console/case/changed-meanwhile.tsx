import { useCallback, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { news, storyOf } from './story';
import { StoryLine, type CaseItem } from './story-line';
import type { ReadCase } from './use-case';
import classes from './case.module.css';

/** The story as a person saw it when they began to decide; `look` begins anew. */
export function useSeenStory(read: ReadCase): { readonly seen: readonly CaseItem[]; readonly look: () => void } {
  const [seen, setSeen] = useState(() => storyOf(read.parts).items);
  return { seen, look: useCallback(() => setSeen(storyOf(read.parts).items), [read]) };
}

/** Who changed what since then, above the choice to keep it so or to do it again. */
export function ChangedMeanwhile({ read, seen, text }: { readonly read: ReadCase; readonly seen: readonly CaseItem[]; readonly text: string }): ReactNode {
  const { formatMessage } = useIntl();
  const changes = news(seen, storyOf(read.parts).items);
  return (
    <div className={classes.warning} role="alert">
      <strong>{formatMessage({ id: 'case.conflict' })}</strong>
      {changes.length > 0 && <ol className={classes.items}>{changes.map((item) => <StoryLine key={item.id} item={item} slug={read.head.tenant.slug} />)}</ol>}
      <p>{text}</p>
    </div>
  );
}
