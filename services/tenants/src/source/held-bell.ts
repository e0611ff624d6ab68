import { EventEmitter } from 'node:events';

/** Rings for one credential when this process has committed that the doors hold it; who waits also looks at the row. */
export class HeldBell {
  private readonly bus = new EventEmitter().setMaxListeners(0);

  ring(credentialId: string): void {
    this.bus.emit(credentialId);
  }

  /** Resolves at the credential's ring or after `ms`, whichever comes first. */
  next(credentialId: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.bus.off(credentialId, done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.bus.on(credentialId, done);
    });
  }
}
