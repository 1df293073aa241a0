import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mustRun } from './child.mjs'

/** The root of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The path of a tool of the root package.json. */
export const tool = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)

/** A step that is one check: the tool runs and exits with 0. */
export const toolStep = (name, args) => (score, timeout) =>
  score.check(`${name} ${args.join(' ')}`, () => mustRun(tool(name), args, { cwd: root, timeout }))
