import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { ProseTime } from '../layout/prose';
import layout from '../layout/layout.module.css';
import { storyOf, type StoryComment, type StoryEntry } from './case-story';
import classes from './case.module.css';

/** Everything that the client may see of the case, from the beginning. */
export function CaseStory({ entries, comments, isCut }: { readonly entries: readonly StoryEntry[]; readonly comments: readonly StoryComment[]; readonly isCut: boolean }): ReactNode {
  const { formatMessage } = useIntl();
  const lines = storyOf(entries, comments);
  if (lines.length === 0) return <p className={classes.sentence}>{formatMessage({ id: 'case.story.none' })}</p>;
  return (
    <>
      <ol className={classes.story}>
        {lines.map((line) => (
          <li key={line.id}>
            <span className="soft"><ProseTime at={line.at} /></span>
            {'comment' in line
              ? <div className={classes.said}><strong><bdi>{line.comment.author}</bdi></strong><p><bdi>{line.comment.body}</bdi></p></div>
              : <span><Happened entry={line.entry} /></span>}
          </li>
        ))}
      </ol>
      {isCut && <p className={layout.note}>{formatMessage({ id: 'case.story.cut' })}</p>}
    </>
  );
}

function Happened({ entry: { kind, from, to } }: { readonly entry: StoryEntry }): ReactNode {
  const { formatMessage } = useIntl();
  const named = (group: string, value: string | null | undefined): string => (value == null || value === '' ? '' : formatMessage({ id: `${group}.${value.toUpperCase()}` }));
  switch (kind) {
    case 'SEVERITY_CHANGED': return formatMessage({ id: 'story.SEVERITY_CHANGED' }, { from: named('severity', from), to: named('severity', to) });
    case 'STATUS_CHANGED': return formatMessage({ id: 'story.STATUS_CHANGED' }, { to: named('case.status', to) });
    case 'VERDICT_SET': return formatMessage({ id: 'story.VERDICT_SET' }, { to: named('case.verdict', to) });
    default: return formatMessage({ id: `story.${kind}` });
  }
}
