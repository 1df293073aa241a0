import { defineConfig, type Options } from 'tsup'

/** One build for every package: ESM only, declarations beside it, nothing bundled that is a dependency. */
export const library = (entry: string[] = ['src/index.ts']): ReturnType<typeof defineConfig> => {
  const options: Options = {
    entry,
    format: ['esm'],
    target: 'node20',
    dts: { compilerOptions: { rewriteRelativeImportExtensions: false, ignoreDeprecations: '6.0' } },
    splitting: true,
    clean: true,
    sourcemap: false,
    treeshake: true,
    esbuildOptions(build) {
      // half the octets to install, to read and to compile; the names of methods stay, for stack traces
      build.minifyWhitespace = true
      build.minifySyntax = true
      build.minifyIdentifiers = true
    },
  }
  return defineConfig(options)
}
