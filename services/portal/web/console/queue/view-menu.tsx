import { Button, Menu, TextInput } from '@mantine/core';
import { memo, useState, type FormEvent, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { QueueSearch } from './queue-search';
import { BUILT_IN, keepViews, keptViews, LONGEST_NAME, viewOf, withView } from './saved-views';
import classes from './queue.module.css';

export interface ViewMenuProps { readonly search: QueueSearch; readonly personId: string; readonly onShow: (search: QueueSearch) => void }

/** Names for filters: those that everybody has, and one's own, which are kept in this browser. */
export const ViewMenu = memo(function ViewMenu({ search, personId, onShow }: ViewMenuProps): ReactNode {
  const { formatMessage } = useIntl();
  const [own, setOwn] = useState(() => keptViews(localStorage, personId));
  const [isOpen, setOpen] = useState(false);
  const now = viewOf(search, own);
  const keep = (views: typeof own): void => {
    keepViews(localStorage, personId, views);
    setOwn(views);
  };
  const save = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    if (typeof name !== 'string' || name.trim() === '') return;
    keep(withView(own, name, search));
    setOpen(false);
  };
  const title = now === undefined ? formatMessage({ id: 'queue.view.custom' }) : 'builtIn' in now ? formatMessage({ id: `queue.view.${now.builtIn}` }) : now.name;
  return (
    <Menu withinPortal position="bottom-start" opened={isOpen} onChange={setOpen} trapFocus>
      <Menu.Target><Button variant="default" size="xs"><span className="soft">{formatMessage({ id: 'queue.view' })}</span>&nbsp;<bdi>{title}</bdi>&nbsp;<span aria-hidden="true">▾</span></Button></Menu.Target>
      <Menu.Dropdown>
        {BUILT_IN.map((view) => <Menu.Item key={view.id} onClick={() => onShow(view.search)}>{formatMessage({ id: `queue.view.${view.id}` })}</Menu.Item>)}
        {own.length > 0 && <><Menu.Divider /><Menu.Label>{formatMessage({ id: 'queue.view.own' })}</Menu.Label></>}
        {own.map(({ name, search: kept }) => (
          <div key={name} className={classes.ownView}>
            <Menu.Item onClick={() => onShow(kept)}><bdi>{name}</bdi></Menu.Item>
            <Menu.Item className={classes.ownViewEnd} closeMenuOnClick={false} aria-label={formatMessage({ id: 'queue.view.remove' }, { name })} onClick={() => keep(own.filter((view) => view.name !== name))}>✕</Menu.Item>
          </div>
        ))}
        {now === undefined && (
          <>
            <Menu.Divider />
            <form className={classes.saveView} onSubmit={save}>
              <TextInput name="name" size="xs" required maxLength={LONGEST_NAME} label={formatMessage({ id: 'queue.view.name' })} onKeyDown={(event) => event.stopPropagation()} />
              <Button type="submit" size="xs">{formatMessage({ id: 'queue.view.save' })}</Button>
            </form>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
});
