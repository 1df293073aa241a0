// node examples/run.mjs <program> [arguments]: one of the four programs, straight from the TypeScript sources.
// Node 20 cannot strip types, so the program and every package it uses are bundled into a temporary file first.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'tsup'

const programs = ['ftp-download', 'nntp-last-article', 'mail-round-trip', 'imap-inbox']
const [name, ...argv] = process.argv.slice(2)
if (!programs.includes(name)) {
  console.error(`usage: node examples/run.mjs ${programs.join(' | ')} [arguments]; each has --help`)
  process.exit(2)
}
const source = join(dirname(fileURLToPath(import.meta.url)), 'src', `${name}.ts`)
const folder = mkdtempSync(join(tmpdir(), 'linewire-example-'))
process.on('exit', () => existsSync(folder) && rmSync(folder, { recursive: true, force: true }))

await build({
  entry: { program: source },
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
const { run } = await import(pathToFileURL(join(folder, 'program.mjs')).href)
const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) {
  // the second one is for those who do not want to wait for a goodbye
  process.on(signal, () => (interrupt.signal.aborted ? process.exit(130) : interrupt.abort()))
}
process.exitCode = await run(argv, { out: console.log, err: console.error, signal: interrupt.signal })
