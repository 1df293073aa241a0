// `npm run demo` and `npm test` start here, on a machine that may have nothing but Node, npm and a network.
// No dependency and no new syntax above the version check: this file has to run, and to speak, on an old Node too.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { npm } from './npm.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const stamp = join(root, 'node_modules', '.linewire-installed')

/** Ends with a sentence instead of a stack trace: what is wrong here is the machine, not the script. */
const stop = (sentence) => {
  console.error(sentence)
  process.exit(1)
}

const checkNode = () => {
  const needed = manifest.engines.node.replace('>=', '')
  const [wantMajor, wantMinor] = needed.split('.').map(Number)
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < wantMajor || (major === wantMajor && minor < wantMinor)) {
    stop(`linewire needs Node ${needed} or newer; this is ${process.versions.node} (${process.execPath}).`)
  }
}

/** Runs a shell line with the pinned pnpm on PATH; npm fetches it into its own cache, nothing is installed globally. */
const withPnpm = (line, options) => {
  const [program, ...before] = npm()
  const exec = ['exec', '--yes', '--loglevel=error', `--package=${manifest.packageManager}`, '-c', line]
  return spawnSync(program, [...before, ...exec], { cwd: root, encoding: 'utf8', ...options })
}

/** What an install depends on: the lockfile, pnpm's settings, every manifest, and the Node that runs the result. */
const fingerprint = () => {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
  const importers = lockfile.slice(lockfile.indexOf('\nimporters:'), lockfile.indexOf('\npackages:'))
  const folders = [...importers.matchAll(/^ {2}(\S+):(?: \{\})?$/gm)].map((match) => match[1])
  const hash = createHash('sha256').update(
    `${process.platform} ${process.arch} ${manifest.packageManager}\n${lockfile}`,
  )
  for (const file of ['.npmrc', 'pnpm-workspace.yaml', ...folders.map((folder) => join(folder, 'package.json'))]) {
    if (existsSync(join(root, file))) hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return { hash: hash.digest('hex'), folders }
}

const isInstalled = ({ hash, folders }) =>
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === hash &&
  folders.every((folder) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    return (!dependencies && !devDependencies) || existsSync(join(root, folder, 'node_modules'))
  })

const install = () => {
  const now = fingerprint()
  if (isInstalled(now)) return
  console.log('installing dependencies (pnpm, frozen lockfile) …')
  // without a terminal pnpm would refuse to replace a node_modules that another store has made
  const settings = '--frozen-lockfile --prod=false --config.confirmModulesPurge=false --reporter=append-only'
  const { status, signal, stdout, stderr, error } = withPnpm(`pnpm install ${settings}`, {
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) {
    stop(`${stdout ?? ''}${stderr ?? ''}\npnpm install failed (${error?.message ?? signal ?? `exit code ${status}`}).`)
  }
  writeFileSync(stamp, now.hash)
}

/** The PATH that `npm exec` makes. Taken over, so that signals and exit codes need not pass through npm. */
const pnpmPath = () => {
  const { status, stdout, stderr, error } = withPnpm('node -p process.env.PATH', { stdio: ['ignore', 'pipe', 'pipe'] })
  if (status !== 0)
    stop(`${stderr ?? ''}\nnpm could not fetch ${manifest.packageManager} (${error?.message ?? status}).`)
  return stdout.trim()
}

checkNode()
const [task = '', ...rest] = process.argv.slice(2)
if (!['demo', 'test'].includes(task)) stop('usage: node scripts/setup.mjs demo | test [step …]')

process.chdir(root)
Object.assign(process.env, {
  TURBO_TELEMETRY_DISABLED: '1',
  npm_config_update_notifier: 'false',
  npm_config_fund: 'false',
  npm_config_audit: 'false',
})
// "production" would leave the tools out of the install, and change what the tests see
delete process.env.NODE_ENV

process.env.PATH = pnpmPath()
install()
const script = join(root, 'scripts', `${task}.mjs`)
process.argv = [process.execPath, script, ...rest]
await import(pathToFileURL(script).href)
