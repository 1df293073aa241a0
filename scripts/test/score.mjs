/** Counts what passed, failed and was skipped, and keeps the names that the summary prints. */
export class Score {
  passed = 0
  failures = []
  skips = []

  pass(count = 1) {
    this.passed += count
  }

  /** `message` may be long: the summary shows its first lines. */
  fail(name, message) {
    this.failures.push({ name, message: String(message) })
  }

  skip(name) {
    this.skips.push(name)
  }

  /** Runs one check: it passes unless it throws. */
  async check(name, body) {
    try {
      await body()
      this.pass()
    } catch (error) {
      this.fail(name, error.message)
    }
  }

  add(other) {
    this.passed += other.passed
    this.failures.push(...other.failures)
    this.skips.push(...other.skips)
  }

  get executed() {
    return this.passed + this.failures.length
  }

  /** The last line of every run, which CI reads. */
  toString() {
    return `${this.passed} passed, ${this.failures.length} failed, ${this.skips.length} skipped`
  }
}
