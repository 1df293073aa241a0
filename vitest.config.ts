import { defineConfig } from 'vitest/config'

// The private condition leads every import to the sources: nothing has to be built before a test runs.
const conditions = ['@linewire/source', 'node', 'import', 'default']
const ssr = { resolve: { conditions, externalConditions: conditions } }
export const resolution = { resolve: { conditions }, ssr }

export default defineConfig({
  ...resolution,
  test: {
    // unit tests keep one core busy and end-to-end tests wait most of the time: on two cores vitest would run one file at a time
    maxWorkers: 2,
    projects: [
      {
        ...resolution,
        test: {
          name: 'unit',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'servers/**/*.test.ts',
            'examples/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          testTimeout: 15_000,
        },
      },
      {
        ...resolution,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
