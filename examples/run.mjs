// node examples/run.mjs <program> [arguments]: one of the four programs, straight from the TypeScript sources.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importBundled } from '../scripts/bundle.mjs'

const programs = ['ftp-download', 'nntp-last-article', 'mail-round-trip', 'imap-inbox']
const [name, ...argv] = process.argv.slice(2)
if (!programs.includes(name)) {
  console.error(`usage: node examples/run.mjs ${programs.join(' | ')} [arguments]; each has --help`)
  process.exit(2)
}
const source = join(dirname(fileURLToPath(import.meta.url)), 'src', `${name}.ts`)
const { run } = await importBundled(source, 'program')
const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) {
  // the second one is for those who do not want to wait for a goodbye
  process.on(signal, () => (interrupt.signal.aborted ? process.exit(130) : interrupt.abort()))
}
process.exitCode = await run(argv, { out: console.log, err: console.error, signal: interrupt.signal })
