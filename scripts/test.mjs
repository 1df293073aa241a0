// `npm test`: every check of the repository, one step after another, going on after a failure.
// `npm test -- unit demo` runs the named steps only. The last line is always `N passed, N failed, N skipped`.
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { endAll } from './test/child.mjs'
import { consumerStep } from './test/consumer.mjs'
import { demoStep } from './test/demo-step.mjs'
import { packagingStep } from './test/packaging.mjs'
import { runtimesRequired, runtimesStep } from './test/runtimes.mjs'
import { Score } from './test/score.mjs'
import { printSummary } from './test/summary.mjs'
import { toolStep } from './test/tool.mjs'
import { vitestStep } from './test/vitest.mjs'

const minute = 60_000
const build = ['run', 'build', '--continue', '--output-logs=errors-only']

/** name, what it does, its time limit in milliseconds (generous: a limit is for what hangs, not for what is slow) */
const steps = [
  ['lint', toolStep('biome', ['ci', '--colors=off', '--diagnostic-level=error', '.']), 3 * minute],
  ['types', toolStep('tsc', ['-p', 'tsconfig.json', '--noEmit', '--pretty', 'false']), 5 * minute],
  ['unit', vitestStep('unit'), 20 * minute],
  ['build', toolStep('turbo', build), 10 * minute],
  ['packaging', packagingStep, 10 * minute],
  ['consumer', consumerStep, 5 * minute],
  ['demo', demoStep, 3 * minute],
  ['e2e', vitestStep('e2e'), 20 * minute],
  ['runtimes', runtimesStep, 10 * minute],
]

/** A consumer needs tarballs, tarballs need a build. */
const needs = { packaging: ['build'], consumer: ['build', 'packaging'] }

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !steps.some(([step]) => step === name))
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(', ')}. Steps: ${steps.map(([name]) => name).join(', ')}`)
  process.exit(2)
}
const wanted = new Set([...asked, ...asked.flatMap((name) => needs[name] ?? [])])

const scratch = mkdtempSync(join(tmpdir(), 'linewire-test-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => endAll().finally(() => process.exit(128 + constants.signals[signal])))
}

/** Real servers and other runtimes that are not on the machine are skipped, by name: unless they are required. */
const didNothing = (name, score) => {
  const optional = { e2e: process.env.LINEWIRE_E2E !== 'require', runtimes: !runtimesRequired }
  const mayBeSkipped = optional[name] === true
  return score.executed === 0 && !(mayBeSkipped && score.skips.length > 0)
}

const results = []
for (const [name, body, timeout] of steps) {
  if (wanted.size > 0 && !wanted.has(name)) continue
  console.log(`\n── ${name}`)
  const score = new Score()
  const start = Date.now()
  try {
    await body(score, timeout, { scratch })
  } catch (error) {
    score.fail(name, error.stack)
  }
  if (didNothing(name, score)) score.fail(name, 'no test was executed')
  const seconds = ((Date.now() - start) / 1000).toFixed(1)
  results.push({ name, score, seconds })
  console.log(`${score.failures.length > 0 ? 'FAILED' : 'ok'}: ${score} (${seconds} s)`)
}

process.exitCode = printSummary(results)
