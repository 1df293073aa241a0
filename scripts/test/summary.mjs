import { Score } from './score.mjs'

/** How much of a failure's message the summary shows; build and test output above it has the rest. */
const shownLines = 12

// the frames of the test runner say nothing about the failure
const isForeignFrame = (line) => /^\s+at .*(node_modules|node:internal|<anonymous>)/.test(line)

const indent = (text) =>
  text
    .trim()
    .split('\n')
    .filter((line) => !isForeignFrame(line))
    .slice(0, shownLines)
    .map((line) => `     ${line}`)
    .join('\n')

/** Skipped tests by what they wait for (the name of the test says it), with their number. */
const printSkips = (skips) => {
  console.log('\n── skipped')
  const counts = new Map()
  for (const name of skips) counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const [name, count] of counts) console.log(`  ${name}${count > 1 ? ` (${count} times)` : ''}`)
}

/** Prints the failures, what was skipped, a table of the steps and the last line. Returns the exit code. */
export const printSummary = (results) => {
  const total = new Score()
  for (const { score } of results) total.add(score)
  if (total.failures.length > 0) console.log('\n── failures')
  for (const [index, { name, message }] of total.failures.entries()) {
    console.log(`  ${index + 1}. ${name}\n${indent(message)}`)
  }
  if (total.skips.length > 0) printSkips(total.skips)

  console.log('\n── steps')
  for (const { name, score, seconds } of results)
    console.log(`  ${name.padEnd(10)} ${`${seconds} s`.padStart(8)}   ${score}`)
  console.log(`\n${total}`)
  return total.failures.length > 0 ? 1 : 0
}
