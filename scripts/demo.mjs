// Bundles examples/src/demo.ts with every package it uses, straight from the TypeScript sources, and runs its `demo()`.
// Node 20 cannot strip types, and a demo that needs a build first would not be one command.
// Another file that exports `demo()` can be named as the only argument.
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'tsup'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const entry = resolve(process.argv[2] ?? join(root, 'examples', 'src', 'demo.ts'))
const folder = mkdtempSync(join(tmpdir(), 'linewire-demo-'))

// 'exit' also follows an uncaught error; a signal reaches it through exit() only
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => process.exit(128 + constants.signals[signal]))

await build({
  entry: { demo: entry },
  outDir: folder,
  config: false,
  silent: true,
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  dts: false,
  clean: false,
  splitting: false,
  sourcemap: 'inline',
  // the bundle lies outside the repository, where no import of a package would resolve
  noExternal: [/.*/],
  outExtension: () => ({ js: '.mjs' }),
  // CommonJS dependencies call require() for Node's own modules, which an ES module does not have
  banner: {
    js: "import { createRequire as linewireRequire } from 'node:module';const require = linewireRequire(import.meta.url);",
  },
  esbuildOptions(options) {
    options.conditions = ['@linewire/source', 'node', 'import', 'default']
    options.logLevel = 'error'
  },
})

process.setSourceMapsEnabled(true)
const { demo } = await import(pathToFileURL(join(folder, 'demo.mjs')).href)
await demo()

// A finished demo ends by itself. A socket or a timer left open would keep it: say so instead of hanging.
setTimeout(() => {
  console.error(`the demo is over but something is still open: ${process.getActiveResourcesInfo().join(', ')}`)
  process.exit(1)
}, 5_000).unref()
