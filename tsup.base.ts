import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Options } from 'tsup'

/** One build for every package: ESM only, declarations beside it, nothing bundled that is a dependency. */
export const library = (entry: string[] = ['src/index.ts'], more: Options = {}): ReturnType<typeof defineConfig> => {
  const options: Options = {
    entry,
    format: ['esm'],
    target: 'node20',
    // what is marked @internal is for other files and for the sister packages, which see the sources
    dts: {
      compilerOptions: { rewriteRelativeImportExtensions: false, ignoreDeprecations: '6.0', stripInternal: true },
    },
    splitting: true,
    clean: true,
    sourcemap: false,
    treeshake: true,
    // Two thirds of the octets to install, to read and to compile. The names of classes and methods stay, for stack traces (those
    // of functions would be three thousand octets more), and lines stay short: Node prints the whole line that threw.
    minify: 'terser',
    terserOptions: {
      ecma: 2020,
      module: true,
      keep_classnames: true,
      // esbuild makes `var A = class` of `class A`, which has the name of the variable
      mangle: { reserved: classNames() },
      // V8 holds a source with one other character in twice the memory, and is slower to read it
      format: { max_line_len: 140, ascii_only: true },
    },
  }
  return defineConfig({ ...options, ...more })
}

/** Of the package that is built. */
function classNames(): string[] {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  return sources.flatMap((file) => [...read('src', file).matchAll(/\bclass ([A-Z]\w*)/g)].map(([, name]) => name!))
}

/**
 * What several entries share, or what is loaded later shares with them, is a module of its own, and index.js would only
 * pass it on: it becomes index.js, for every module costs a millisecond and a half to import (bench: start).
 */
export function intoIndex(folder: string): void {
  const [, name] = /^export ?\{[^}]*\} ?from ?"\.\/(chunk-\w+\.js)";?\s*$/.exec(read(folder, 'index.js')) ?? []
  if (name === undefined)
    throw new Error('index.js is no longer the names of one shared module: see packages/wire/src/proxy.ts')
  writeFileSync(join(folder, 'index.js'), read(folder, name))
  rmSync(join(folder, name))
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.js')) writeFileSync(join(folder, file), read(folder, file).replaceAll(name, 'index.js'))
  }
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}
