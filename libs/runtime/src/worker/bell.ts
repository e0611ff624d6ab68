import { EventEmitter } from 'node:events';

/** Wakes the worker of this process when there is something for it to do; elsewhere, and after a missed ring, it looks by itself. */
export class Bell {
  private readonly bus = new EventEmitter();

  ring(): void {
    this.bus.emit('ring');
  }

  /** Calls `heard` at each ring; the answer ends that. */
  onRing(heard: () => void): () => void {
    this.bus.on('ring', heard);
    return () => { this.bus.off('ring', heard); };
  }
}
