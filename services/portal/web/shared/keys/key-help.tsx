import { Checkbox, Kbd, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { KeyAction } from './key-action';
import classes from './key-help.module.css';

const SIGN: Readonly<Record<string, string | undefined>> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };

export interface KeyHelpProps {
  /** Actions of each part of the page, the nearest first. */
  readonly layers: readonly (readonly KeyAction[])[];
  readonly hasCharacterKeys: boolean;
  readonly onChoose: (isOn: boolean) => void;
  readonly onClose: () => void;
}

/** The keys of this page, and the switch for those of one character. */
export function KeyHelp({ layers, hasCharacterKeys, onChoose, onClose }: KeyHelpProps): ReactNode {
  const { formatMessage } = useIntl();
  const actions = layers.flat().filter(({ label }) => label !== '');
  return (
    <Modal opened onClose={onClose} title={formatMessage({ id: 'keys.title' })} size="lg" closeButtonProps={{ 'aria-label': formatMessage({ id: 'keys.close' }) }}>
      <Stack gap="md">
        <dl className={classes.list}>
          {actions.map(({ keys, label }) => (
            <div key={keys.join(' ')} className={classes.line} data-off={!hasCharacterKeys && keys.every(isCharacter)}>
              <dt>{keys.map((key) => <span key={key} className={classes.keys}>{key.split(/[ +]/).map((part) => <Kbd key={part}>{SIGN[part] ?? part}</Kbd>)}</span>)}</dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
        <Checkbox checked={hasCharacterKeys} onChange={({ currentTarget }) => onChoose(currentTarget.checked)} label={formatMessage({ id: 'keys.character' })} />
        <Text size="sm" className="soft">{formatMessage({ id: 'keys.character.text' })}</Text>
      </Stack>
    </Modal>
  );
}

const isCharacter = (key: string): boolean => key.length === 1 || key.startsWith('g ') || key.startsWith('Shift+');
