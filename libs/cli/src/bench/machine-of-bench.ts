import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

const GIB = 1_024 ** 3;

/** What a figure was measured on; without it a figure says nothing. `load1` is the load of the minute before. */
export interface BenchMachine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGib: number;
  readonly kernel: string;
  readonly node: string;
  readonly load1: number;
}

/** This machine now: ask before the measurement starts anything. */
export function benchMachine(): BenchMachine {
  return {
    cores: availableParallelism(), processor: cpus()[0]?.model ?? 'unknown', memoryGib: Math.round(totalmem() / GIB), kernel: release(), node: process.version,
    load1: Number(loadavg()[0].toFixed(1)),
  };
}
