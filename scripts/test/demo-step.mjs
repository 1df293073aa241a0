import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { root } from './tool.mjs'

/** The folders where a program that forgets its files would leave them. */
const watched = ['.', 'examples', 'examples/src', 'servers', 'servers/src', 'scripts']

const listing = () => watched.flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))

/** The demo as a user runs it: it must succeed and leave neither a file nor a process. */
export const demoStep = async (score, timeout, { scratch }) => {
  const temporary = join(scratch, 'demo')
  mkdirSync(temporary)
  const before = new Set(listing())
  const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary }
  const result = await run(process.execPath, [join(root, 'scripts', 'demo.mjs')], { cwd: root, env, timeout })
  await score.check('demo: ends with success', () => {
    if (!result.ok) throw new Error(result.report())
  })
  await score.check('demo: leaves no file', () => {
    const left = [...readdirSync(temporary), ...listing().filter((path) => !before.has(path))]
    if (left.length > 0) throw new Error(`left: ${left.join(', ')}`)
  })
  await score.check('demo: leaves no process', () => {
    if (result.stray) throw new Error('a process that it started was still running 2 s after it ended')
  })
}
