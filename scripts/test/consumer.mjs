import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from '../npm.mjs'
import { mustRun } from './child.mjs'
import { fileNameOf, packsOf, publishedPackages } from './packaging.mjs'
import { root, tool } from './tool.mjs'

/** The names a published package can be imported by: `@linewire/wire`, `@linewire/wire/sasl` … */
const entriesOf = ({ name, exports }) =>
  Object.entries(exports)
    .filter(([, target]) => target.default !== undefined)
    .map(([path]) => `${name}${path.slice(1)}`)

/** A project outside the repository that has the tarballs and what they depend on, installed by npm. */
const install = async (folder, packages, packs, timeout) => {
  const dependencies = Object.fromEntries(
    packages.map(({ name }) => [name, `file:${join(packs, fileNameOf(name))}.tgz`]),
  )
  // a package must meet the tarball of its sister, never a release of it
  const overrides = Object.fromEntries(packages.map(({ name }) => [name, `$${name}`]))
  const types = JSON.parse(readFileSync(join(root, 'node_modules', '@types', 'node', 'package.json'), 'utf8')).version
  const manifest = {
    name: 'consumer',
    private: true,
    dependencies,
    overrides,
    devDependencies: { '@types/node': types },
  }
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const [program, ...before] = npm()
  const quick = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error']
  await mustRun(program, [...before, 'install', ...quick], { cwd: folder, timeout })
}

/** Loads an entry in a process of its own, which must end by itself, and returns the names it exports. */
const exportsOf = async (folder, type, source) => {
  const program = `${source}\nconsole.log(JSON.stringify(Object.keys(entry).sort()))`
  const args = [`--input-type=${type}`, '-e', program]
  const { output } = await mustRun(process.execPath, args, { cwd: folder, timeout: 30_000 })
  const names = output.trim().split('\n').at(-1) ?? ''
  if (names === '[]') throw new Error('it exports nothing')
  return names
}

/**
 * Compiles one file. 'checked': the declarations are checked too, with the libraries that `tsc --init` takes. Otherwise as
 * many Node projects do: no DOM, no look inside declarations.
 */
const compile = async (folder, file, declarations, timeout) => {
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noEmit: true,
    ...(declarations === 'checked' ? { skipLibCheck: false } : { skipLibCheck: true, lib: ['es2022'] }),
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }))
  await mustRun(tool('tsc'), ['-p', folder, '--pretty', 'false'], { cwd: folder, timeout })
}

/** Installs the packed packages as a user would, and imports, requires and compiles every entry. */
export const consumerStep = async (score, timeout, { scratch }) => {
  const packs = packsOf(scratch)
  const packages = publishedPackages()
  const missing = packages.filter(({ name }) => !existsSync(join(packs, `${fileNameOf(name)}.tgz`)))
  if (missing.length > 0) {
    score.fail('consumer', `not packed: ${missing.map(({ name }) => name).join(', ')}`)
    return
  }
  const folder = join(scratch, 'consumer')
  await score.check('consumer: npm install of the tarballs', () => install(folder, packages, packs, timeout))
  if (score.failures.length > 0) return

  const entries = packages.flatMap(entriesOf)
  for (const entry of entries) {
    let imported
    await score.check(`consumer: import('${entry}')`, async () => {
      imported = await exportsOf(folder, 'module', `const entry = await import('${entry}')`)
    })
    await score.check(`consumer: require('${entry}')`, async () => {
      const required = await exportsOf(folder, 'commonjs', `const entry = require('${entry}')`)
      if (required !== imported) throw new Error(`require() gives ${required}, import() gives ${imported}`)
    })
  }

  const uses = entries.map((_, index) => `export const used${index}: object = entry${index}`)
  const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}'`)
  const requires = entries.map((entry, index) => `import entry${index} = require('${entry}')`)
  writeFileSync(join(folder, 'imports.mts'), [...imports, ...uses].join('\n'))
  writeFileSync(join(folder, 'requires.cts'), [...requires, ...uses].join('\n'))
  copyFileSync(join(root, 'scripts', 'test', 'consumer-sample.mts'), join(folder, 'sample.mts'))
  for (const [file, declarations] of Object.entries({
    'imports.mts': 'checked',
    'requires.cts': 'checked',
    'sample.mts': 'skipped',
  })) {
    await score.check(`consumer: tsc ${file}`, () => compile(folder, file, declarations, timeout))
  }
}
