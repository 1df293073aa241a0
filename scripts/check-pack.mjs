// Run in a package's folder (turbo's task check:pack): packs it as it would be published and checks the tarball.
// With LINEWIRE_PACKS set to a folder, the tarball and a JSON report stay there; the exit code tells the same.
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { mustRun } from './test/child.mjs'
import { fileNameOf } from './test/packaging.mjs'
import { tool } from './test/tool.mjs'

/** Octets. A package that grows beyond them should have to say why, here. */
const limits = { packed: 150_000, unpacked: 600_000 }
/** Octets of a package, unpacked, and of all that is installed with it. */
const installed = { '@linewire/pop3': 200_000 }
const timeout = 120_000
const allowed = /^(dist\/.+\.(js|d\.ts)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
const required = ['package.json', 'README.md', 'LICENSE']

const scratch = mkdtempSync(join(tmpdir(), 'linewire-pack-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
const unpacked = join(scratch, 'package')

const must = (condition, sentence) => {
  if (!condition) throw new Error(sentence)
}
const manifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => isFile(join(folder, path)))
const packedFiles = () => filesIn(unpacked)
const octetsIn = (folder) => filesIn(folder).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0)
/** The paths of an exports map: every string in it. */
const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(targets))

/** Packs the package in a folder as it would be published, and unpacks it beside its tarball. */
const pack = async (folder, destination) => {
  await mustRun('pnpm', ['pack', '--pack-destination', destination], { cwd: folder, timeout })
  const made = join(destination, readdirSync(destination).find((file) => file.endsWith('.tgz')) ?? '')
  must(isFile(made), 'pnpm pack made no tarball')
  await mustRun('tar', ['-xzf', basename(made)], { cwd: destination, timeout })
  return made
}

/** The octets of what is installed with the package in a folder, unpacked. */
const octetsBeside = async (folder) => {
  let octets = 0
  for (const dependency of Object.keys(manifest(folder).dependencies ?? {})) {
    const source = realpathSync(join(folder, 'node_modules', dependency))
    const destination = mkdtempSync(join(scratch, 'beside-'))
    await pack(source, destination)
    octets += octetsIn(join(destination, 'package')) + (await octetsBeside(source))
  }
  return octets
}

/** The files that some paths lead to, by import or export, themselves included. */
const reachable = (paths) => {
  const found = new Set()
  const visit = (file) => {
    if (found.has(file) || !isFile(file)) return
    found.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/["'](\.\.?\/[^"']+)\.js["']/g)) {
      visit(join(dirname(file), `${path}${file.endsWith('.d.ts') ? '.d.ts' : '.js'}`))
    }
  }
  for (const path of paths) visit(join(unpacked, path))
  return found
}

const { name } = manifest('.')
let tarball
const checks = {
  async pack() {
    tarball = await pack('.', scratch)
  },
  'only what is published is inside'() {
    const files = packedFiles()
    const extra = files.filter((path) => !allowed.test(path))
    must(extra.length === 0, `not to be published: ${extra.join(', ')}`)
    const missing = required.filter((path) => !files.includes(path))
    must(missing.length === 0, `missing: ${missing.join(', ')}`)
  },
  'exports lead to what was built'() {
    const { exports, dependencies = {} } = manifest(unpacked)
    must(!JSON.stringify(exports).includes('@linewire/source'), 'the source condition is still in exports')
    must(exports['.']?.types && exports['.']?.default, 'exports["."] needs "types" and "default"')
    const missing = targets(exports).filter((path) => !isFile(join(unpacked, path)))
    must(missing.length === 0, `exported but not packed: ${missing.join(', ')}`)
    // the condition and its replacement are two lists in package.json: neither may forget an entry, but for those that
    // have no more than their source
    const entries = Object.entries(manifest('.').exports).filter(
      ([, target]) => Object.keys(target).join() !== '@linewire/source',
    )
    const source = entries.map(([entry]) => entry).join(' ')
    must(source === Object.keys(exports).join(' '), `publishConfig.exports names other entries than exports: ${source}`)
    const links = Object.entries(dependencies).filter(([, range]) => /^(workspace|catalog|file|link):/.test(range))
    must(links.length === 0, `not replaced when packing: ${links.flat().join(' ')}`)
  },
  'nothing is left of an earlier build'() {
    const found = reachable(targets(manifest(unpacked).exports))
    const left = packedFiles().filter((path) => /\.(js|d\.ts)$/.test(path) && !found.has(join(unpacked, path)))
    must(left.length === 0, `nothing leads to ${left.join(', ')}: delete dist and build again`)
  },
  async 'classes have their own names'() {
    // a stack trace says them; esbuild puts a stroke before one that is meant within itself
    const names = Object.entries(await import(pathToFileURL(resolve('dist/index.js')).href))
      .filter(([, value]) => typeof value === 'function' && /^class\b/.test(value.toString()))
      .filter(([exported, { name }]) => name !== exported && name !== `_${exported}`)
    must(names.length === 0, names.map(([exported, { name }]) => `${exported} is called ${name}`).join(', '))
  },
  async size() {
    const packed = statSync(tarball).size
    must(packed <= limits.packed, `the tarball has ${packed} octets, more than ${limits.packed}`)
    const total = octetsIn(unpacked)
    must(total <= limits.unpacked, `the files have ${total} octets, more than ${limits.unpacked}`)
    if (installed[name] === undefined) return
    const whole = total + (await octetsBeside('.'))
    must(
      whole <= installed[name],
      `installed with what it depends on it has ${whole} octets, more than ${installed[name]}`,
    )
  },
  async publint() {
    const { messages, pkg } = await publint({ pkgDir: unpacked, pack: false, level: 'warning', strict: true })
    must(messages.length === 0, messages.map((message) => formatMessage(message, pkg, { color: false })).join('\n'))
  },
  async 'are the types wrong'() {
    await mustRun(tool('attw'), ['--profile', 'esm-only', '--no-emoji', '--no-color', '-f', 'ascii', tarball], {
      timeout,
    })
  },
}

const report = []
for (const [check, body] of Object.entries(checks)) {
  let error
  try {
    await body()
  } catch (reason) {
    error = reason.message
  }
  report.push({ check, error })
  console.log(error === undefined ? `ok      ${check}` : `FAILED  ${check}: ${error}`)
  // nothing else can be looked at without a tarball
  if (check === 'pack' && error !== undefined) break
}

const packs = process.env.LINEWIRE_PACKS
if (packs) {
  if (report[0].error === undefined) copyFileSync(tarball, join(packs, `${fileNameOf(name)}.tgz`))
  writeFileSync(join(packs, `${fileNameOf(name)}.json`), JSON.stringify(report))
}
process.exitCode = report.some(({ error }) => error !== undefined) ? 1 : 0
