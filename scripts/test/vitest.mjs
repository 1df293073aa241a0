import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { root, tool } from './tool.mjs'

const reporter = join(root, 'scripts', 'test', 'vitest-reporter.mjs')

/** A step that runs one vitest project, showing its output as it comes. Every test counts as itself. */
export const vitestStep =
  (project) =>
  async (score, timeout, { scratch }) => {
    const file = join(scratch, `vitest-${project}.json`)
    const args = ['run', '--project', project, '--reporter=dot', `--reporter=${reporter}`]
    const result = await run(tool('vitest'), args, { cwd: root, env: { LINEWIRE_OUTCOMES: file }, timeout, live: true })
    if (existsSync(file)) {
      const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'))
      score.pass(passed)
      for (const { name, message } of failed) score.fail(name, message)
      for (const name of skipped) score.skip(name)
    }
    // a crash, a time limit: nothing in the report carries it
    if (!result.ok && (score.failures.length === 0 || result.timedOut)) {
      score.fail(`vitest --project ${project}`, result.report())
    }
  }
