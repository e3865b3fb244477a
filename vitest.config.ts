import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // A worker for each core: most tests wait for the program in a process of its own, so that a core left to the runner would idle.
  test: { include: ['test/**/*.test.ts'], globalSetup: 'test/surroundings.ts', testTimeout: 60_000, hookTimeout: 60_000, pool: 'forks', maxWorkers: availableParallelism() },
});
