import { ArgumentError } from './errors.ts'

const forbidden = /[\r\n\0]/

/**
 * The one place that refuses CR, LF and NUL: in any argument of any command they would start a command of the
 * attacker's. Only those three; a wider ban breaks people's real passwords and file names.
 *
 * @throws {ArgumentError} naming the argument, before anything is written
 */
export function argument(value: string, name: string): string {
  if (typeof value !== 'string') throw new ArgumentError(`${name} must be a string, not ${typeof value}`)
  if (forbidden.test(value)) throw new ArgumentError(`${name} must not contain CR, LF or NUL`)
  return value
}

/** The same for a whole command line, in whatever form; the engine asks for every command. */
export function checkLine(line: string | Uint8Array, command: { readonly name: string }): void {
  const bad =
    typeof line === 'string' ? forbidden.test(line) : line.includes(13) || line.includes(10) || line.includes(0)
  if (bad) throw new ArgumentError(`${command.name}: an argument must not contain CR, LF or NUL`)
}

/** A whole number of at least `least`, as commands take it. */
export function wholeNumber(value: number, name: string, least = 1): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ArgumentError(`${name} must be a whole number of at least ${least}, not ${value}`)
  }
  return value
}
