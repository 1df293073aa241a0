import { defineConfig, type Options } from 'tsup'

/** One build for every package: ESM only, declarations beside it, nothing bundled that is a dependency. */
export const library = (entry: string[] = ['src/index.ts'], more: Options = {}): ReturnType<typeof defineConfig> => {
  const options: Options = {
    entry,
    format: ['esm'],
    target: 'node20',
    dts: { compilerOptions: { rewriteRelativeImportExtensions: false, ignoreDeprecations: '6.0' } },
    splitting: true,
    clean: true,
    sourcemap: false,
    treeshake: true,
    // Two thirds of the octets to install, to read and to compile. The names of functions and classes stay, for stack traces,
    // and lines stay short: Node prints the whole line that threw.
    minify: 'terser',
    terserOptions: {
      ecma: 2020,
      module: false,
      toplevel: false,
      compress: { module: true, keep_classnames: true, keep_fnames: true },
      mangle: { toplevel: false, keep_classnames: true, keep_fnames: true },
      format: { max_line_len: 140 },
    },
  }
  return defineConfig({ ...options, ...more })
}
