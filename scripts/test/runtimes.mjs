import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { differs } from '../../runtimes/differs.mjs'
import { mustRun } from './child.mjs'
import { root } from './tool.mjs'
import { vitest } from './vitest.mjs'

const folder = join(root, 'runtimes')

/** What runs vitest: the npm package that brings it, the program in there, and what stands before vitest's script. */
const runners = {
  node22: { kind: 'Node', program: 'bin/node', before: [] },
  node24: { kind: 'Node', program: 'bin/node', before: [] },
  '@oven/bun-linux-x64': { kind: 'Bun', program: 'bin/bun', before: ['--bun'] },
  '@deno/linux-x64-glibc': { kind: 'Deno', program: 'deno', before: ['run', '--allow-all', '--no-lock'] },
}

/** name, its runner, its tests, and the package that it is, where it is no runner: workerd has no room for vitest */
const runtimes = [
  ['Node 22', 'node22', ['packages/wire', 'packages/pop3', 'packages/ftp']],
  ['Node 24', 'node24', ['packages/wire', 'packages/pop3', 'packages/ftp']],
  // of ftp what its data connections want of BoringSSL
  ['Bun', '@oven/bun-linux-x64', ['packages/wire', 'packages/pop3', 'packages/ftp/src/pin.test.ts']],
  ['Deno', '@deno/linux-x64-glibc', ['packages/wire', 'packages/pop3']],
  ['workerd', 'node22', ['runtimes/workerd'], 'miniflare'],
]

/** Without the runtimes on the machine the step is skipped, by name: that is allowed unless they are required. */
export const runtimesRequired = process.env.LINEWIRE_RUNTIMES === 'require'

/** Half a gigabyte, which nobody gets who has not asked for it. */
const install = (timeout) =>
  mustRun('pnpm', ['--dir', folder, 'install', '--frozen-lockfile', '--reporter=append-only'], { cwd: folder, timeout })

/**
 * The tests of a runtime against the list of what differs there: a test fails that is not on the list, and so does the
 * list when a test on it passes.
 */
const compare = (score, name, known, { passed, failed, skipped, broken }) => {
  score.pass(passed)
  if (broken !== undefined) score.fail(`${name}: vitest`, broken)
  for (const test of skipped) score.skip(`${name}: ${test}`)
  for (const { name: test, message } of failed) {
    if (known[test] === undefined) score.fail(`${name}: ${test}`, message)
  }
  for (const [test, reason] of Object.entries(known)) {
    if (failed.some((one) => one.name === test)) {
      score.pass()
      console.log(`   differs: ${test}\n            ${reason}`)
    } else score.fail(`${name}: ${test}`, 'runtimes/differs.mjs says that it fails here, and it does not')
  }
}

const home = (module) => join(folder, 'node_modules', module)
const isInstalled = (module) => existsSync(join(home(module), 'package.json'))
const versionOf = (module) => JSON.parse(readFileSync(join(home(module), 'package.json'), 'utf8')).version

/**
 * The unit tests of wire and pop3 on every runtime; on Node those of ftp too, whose data connections resume TLS sessions; in workerd
 * the clients themselves.
 */
export const runtimesStep = async (score, timeout, { scratch }) => {
  if (runtimesRequired) await score.check('runtimes: pnpm install', () => install(timeout))
  for (const [name, runner, tests, module = runner] of runtimes) {
    if (!isInstalled(module) || !isInstalled(runner)) {
      const why = `${name} is not installed in runtimes/ (LINEWIRE_RUNTIMES=require installs it, on Linux x64)`
      if (runtimesRequired) score.fail(`runtimes: ${name}`, why)
      else score.skip(`runtimes: ${why}`)
      continue
    }
    const { kind, program, before } = runners[runner]
    const outcomes = await vitest(
      [join(home(runner), program), ...before, join(root, 'node_modules', 'vitest', 'vitest.mjs')],
      ['run', '--config', join(folder, 'vitest.config.ts'), ...tests],
      {
        file: join(scratch, `${name}.json`),
        env: { LINEWIRE_RUNTIME: `${kind} ${versionOf(runner)}`, DENO_DIR: join(scratch, 'deno') },
        timeout,
      },
    )
    console.log(`${name} (${versionOf(module)}): ${outcomes.passed} passed, ${outcomes.failed.length} did not`)
    compare(score, name, differs[name] ?? {}, outcomes)
  }
}
