/** How one thing stands: `warn` works but should not stay so, `fail` will not work. */
export type HealthState = 'ok' | 'warn' | 'fail';

/** One line of `yagura doctor`. */
export interface Health {
  readonly name: string;
  readonly state: HealthState;
  /** What was found. */
  readonly found: string;
  /** What to do about it; empty when all is well. */
  readonly advice: string;
}

export const ok = (name: string, found: string): Health => ({ name, state: 'ok', found, advice: '' });
export const warn = (name: string, found: string, advice: string): Health => ({ name, state: 'warn', found, advice });
export const fail = (name: string, found: string, advice: string): Health => ({ name, state: 'fail', found, advice });
