import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'], globalSetup: 'test/surroundings.ts', testTimeout: 60_000, hookTimeout: 60_000,
    // A worker for each core; none of them has a core to spare for collecting garbage beside its work.
    pool: 'forks', maxWorkers: availableParallelism(), execArgv: ['--single-threaded-gc'],
  },
});
