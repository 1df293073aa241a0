import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { root, tool } from './tool.mjs'

const reporter = join(root, 'scripts', 'test', 'vitest-reporter.mjs')

/**
 * Runs vitest: a program and what stands before vitest's own arguments. `file` is where its outcomes are left.
 * `broken` is what nothing in the outcomes says: a crash, a time limit.
 */
export const vitest = async ([program, ...before], args, { file, env = {}, ...options }) => {
  const result = await run(program, [...before, ...args, `--reporter=${reporter}`], {
    ...options,
    cwd: root,
    env: { ...env, LINEWIRE_OUTCOMES: file },
  })
  const outcomes = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: [], skipped: [] }
  const broken = !result.ok && (outcomes.failed.length === 0 || result.timedOut)
  return { ...outcomes, broken: broken ? result.report() : undefined }
}

/** A step that runs one vitest project, showing its output as it comes. Every test counts as itself. */
export const vitestStep =
  (project) =>
  async (score, timeout, { scratch }) => {
    const args = ['run', '--project', project, '--reporter=dot']
    const file = join(scratch, `vitest-${project}.json`)
    const { passed, failed, skipped, broken } = await vitest([tool('vitest')], args, { file, timeout, live: true })
    score.pass(passed)
    for (const { name, message } of failed) score.fail(name, message)
    for (const name of skipped) score.skip(name)
    if (broken !== undefined) score.fail(`vitest --project ${project}`, broken)
  }
