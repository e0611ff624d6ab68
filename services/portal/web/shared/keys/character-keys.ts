const KEPT_AS = 'yagura-character-keys';

/** Whether keys of one character are wished in this browser (WCAG 2.1.4); they are until somebody says otherwise. */
export const hasCharacterKeys = (): boolean => localStorage.getItem(KEPT_AS) !== 'off';

export function keepCharacterKeys(isOn: boolean): void {
  localStorage.setItem(KEPT_AS, isOn ? 'on' : 'off');
}
