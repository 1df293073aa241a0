import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { differs } from '../../runtimes/differs.mjs'
import { mustRun } from './child.mjs'
import { root } from './tool.mjs'
import { vitest } from './vitest.mjs'

const folder = join(root, 'runtimes')

/** name, the npm package that brings it, the program in there, what stands before a script, the tests that run on it */
const runtimes = [
  ['Node 22', 'node22', 'bin/node', [], ['packages/wire', 'packages/ftp']],
  ['Node 24', 'node24', 'bin/node', [], ['packages/wire', 'packages/ftp']],
  ['Bun', '@oven/bun-linux-x64', 'bin/bun', ['--bun'], ['packages/wire']],
  ['Deno', '@deno/linux-x64-glibc', 'deno', ['run', '--allow-all', '--no-lock'], ['packages/wire']],
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

/** The unit tests of wire on every runtime; those of ftp too where data connections resume a TLS session. */
export const runtimesStep = async (score, timeout, { scratch }) => {
  if (runtimesRequired) await score.check('runtimes: pnpm install', () => install(timeout))
  for (const [name, module, program, before, tests] of runtimes) {
    const home = join(folder, 'node_modules', module)
    if (!existsSync(join(home, program))) {
      const why = `${name} is not installed in runtimes/ (LINEWIRE_RUNTIMES=require installs it, on Linux x64)`
      if (runtimesRequired) score.fail(`runtimes: ${name}`, why)
      else score.skip(`runtimes: ${why}`)
      continue
    }
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
    const script = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const outcomes = await vitest(
      [join(home, program), ...before, script],
      ['run', '--config', join(folder, 'vitest.config.ts'), ...tests],
      {
        file: join(scratch, `${name}.json`),
        env: { LINEWIRE_RUNTIME: `${name.split(' ')[0]} ${version}`, DENO_DIR: join(scratch, 'deno') },
        timeout,
      },
    )
    console.log(`${name} (${version}): ${outcomes.passed} passed, ${outcomes.failed.length} did not`)
    compare(score, name, differs[name] ?? {}, outcomes)
  }
}
