// Runs the `demo()` of examples/src/demo.ts. Another file that exports one can be named as the only argument.
import { constants } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importBundled } from './bundle.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => process.exit(128 + constants.signals[signal]))

const { demo } = await importBundled(resolve(process.argv[2] ?? join(root, 'examples', 'src', 'demo.ts')), 'demo')
await demo()

// A finished demo ends by itself. A socket or a timer left open would keep it: say so instead of hanging.
setTimeout(() => {
  console.error(`the demo is over but something is still open: ${process.getActiveResourcesInfo().join(', ')}`)
  process.exit(1)
}, 5_000).unref()
