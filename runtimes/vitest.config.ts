import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { resolution } from '../vitest.config.ts'

const folder = import.meta.dirname

/** The unit tests as a runtime other than the repository's own Node runs them. */
export default defineConfig({
  ...resolution,
  root: join(folder, '..'),
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'runtimes/**/*.test.ts'],
    setupFiles: [join(folder, 'expected-runtime.ts')],
    testTimeout: 15_000,
    hookTimeout: 60_000,
    // a process for each file would take twice the time, and the step `unit` has seen that they need one
    isolate: false,
    maxWorkers: 2,
  },
})
