import { writeFileSync } from 'node:fs'

const text = (errors) => errors.map((error) => error.stack ?? error.message ?? String(error)).join('\n')

/** The first failed hook around a test, which is why it did not run: one failure of its own, not many skipped tests. */
const wasPrevented = (test) => {
  for (let suite = test.parent; suite; suite = suite.parent) {
    if (suite.errors().length > 0) return true
  }
  return false
}

/**
 * Writes what a vitest run has found to the file in LINEWIRE_OUTCOMES. vitest's own JSON report knows nothing of
 * failed hooks beside failed tests, of unhandled errors and of why a test was skipped.
 */
export default class OutcomeReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const outcomes = { passed: 0, failed: [], skipped: [] }
    const fail = (name, errors) => outcomes.failed.push({ name, message: text(errors) })
    for (const module of modules) {
      const file = module.relativeModuleId
      if (module.errors().length > 0) fail(file, module.errors())
      for (const suite of module.children.allSuites()) {
        if (suite.errors().length > 0) fail(`${file}: ${suite.fullName}`, suite.errors())
      }
      for (const test of module.children.allTests()) {
        const name = `${file}: ${test.fullName}`
        const { state, errors = [], note } = test.result()
        if (state === 'passed') outcomes.passed++
        else if (state === 'failed') fail(name, errors)
        else if (state === 'pending') fail(name, [{ message: 'the run ended before this test did' }])
        else if (!wasPrevented(test)) outcomes.skipped.push(note ? `${name}: ${note}` : name)
      }
    }
    for (const error of unhandledErrors) fail('unhandled error', [error])
    writeFileSync(process.env.LINEWIRE_OUTCOMES, JSON.stringify(outcomes))
  }
}
