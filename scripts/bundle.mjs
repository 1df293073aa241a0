// One TypeScript file with every package it uses, straight from the sources, as a module outside the repository.
// Node 20 cannot strip types, and what needs a build first would not be one command.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'tsup'

/** Bundles a file and imports it. The bundle lies in a temporary folder, which goes with this process. */
export async function importBundled(entry, name) {
  const folder = mkdtempSync(join(tmpdir(), `linewire-${name}-`))
  // 'exit' also follows an uncaught error; a signal reaches it through exit() only
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await build({
    entry: { [name]: entry },
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
  return import(pathToFileURL(join(folder, `${name}.mjs`)).href)
}
