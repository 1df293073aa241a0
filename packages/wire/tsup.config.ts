import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { library } from '../../tsup.base.ts'

const entries = [
  'src/index.ts',
  'src/cloudflare/index.ts',
  'src/header/index.ts',
  'src/pool/index.ts',
  'src/sasl/index.ts',
  'src/testing/index.ts',
]

export default library(entries, { onSuccess: async () => intoIndex('dist') })

/**
 * What several entries share is a module of its own, and index.js would only pass it on: it becomes index.js, for every
 * module costs a millisecond and a half to import (bench: start).
 */
function intoIndex(folder: string): void {
  const [, name] = /^export ?\{[^}]*\} ?from ?"\.\/(chunk-\w+\.js)";?\s*$/.exec(read(folder, 'index.js')) ?? []
  if (name === undefined) throw new Error('index.js is no longer the names of one shared module: see proxy.ts')
  writeFileSync(join(folder, 'index.js'), read(folder, name))
  rmSync(join(folder, name))
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.js')) writeFileSync(join(folder, file), read(folder, file).replaceAll(name, 'index.js'))
  }
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}
