import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** npm as [program, ...arguments]: its script run by this very Node where it is known, so that Windows needs no shell. */
export const npm = () => {
  const started = process.env.npm_execpath ?? ''
  if (basename(started) === 'npm-cli.js') return [process.execPath, started]
  const bundled = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')
  return existsSync(bundled) ? [process.execPath, bundled] : ['npm']
}
