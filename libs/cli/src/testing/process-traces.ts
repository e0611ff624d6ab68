import { processesNaming, processTree, startOf } from '@yagura/runtime';

/** The processes of one running installation, remembered so that after its end each can be looked for. */
export class ProcessTraces {
  private readonly seen: readonly { readonly pid: number; readonly start: string | undefined }[];

  constructor(root: number, private readonly dataDir: string) {
    this.seen = processTree(root).map((pid) => ({ pid, start: startOf(pid) })).filter(({ start }) => start !== undefined);
  }

  get count(): number {
    return this.seen.length;
  }

  /** Those of them that live, and any other process that names the data folder. */
  left(): number[] {
    const alive = this.seen.filter(({ pid, start }) => startOf(pid) === start).map(({ pid }) => pid);
    return [...new Set([...alive, ...processesNaming(this.dataDir)])];
  }
}
