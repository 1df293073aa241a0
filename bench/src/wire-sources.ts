import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const folder = fileURLToPath(new URL('../../packages/wire/src', import.meta.url))

/** The sources of wire by their paths, without tests. */
export const wireSources = (): Map<string, string> => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  return new Map(sources.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Writes them to a folder as JavaScript; returns the path of the package's entry. */
export const writeWire = (sources: ReadonlyMap<string, string>, to: string): string => {
  for (const [name, text] of sources) {
    const file = join(to, name.replace(/ts$/, 'js'))
    mkdirSync(dirname(file), { recursive: true })
    const { outputText } = ts.transpileModule(text, {
      fileName: name,
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    })
    writeFileSync(file, outputText)
  }
  writeFileSync(join(to, 'package.json'), '{"type":"module"}')
  return join(to, 'index.js')
}
