import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Reads what has been started; when its input ends without "done", the test process has died (even by SIGKILL, where no exit
 * hook runs), and the guard ends the process groups and removes the files in its place.
 */
export const guardScript = `
groups=
while read -r what value; do
  case $what in
    group) groups="$groups -$value" ;;
    remove) set -- "$@" "$value" ;;
    done) exit 0 ;;
  esac
done
[ -z "$groups" ] || kill -s KILL -- $groups 2>/dev/null
[ $# = 0 ] || rm -rf -- "$@"
`

/** Outlives this process just long enough to clean up behind it. */
export class Guard {
  readonly #shell: ChildProcess

  constructor() {
    // a session of its own: Ctrl-C at the terminal reaches the tests, not their guard
    this.#shell = spawn('/bin/sh', ['-c', guardScript, 'guard'], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#shell.stdin?.on('error', () => {})
    this.#shell.unref()
  }

  /** Ends this process group when we are gone. */
  group(id: number): void {
    this.#shell.stdin?.write(`group ${id}\n`)
  }

  /** Removes this file or folder when we are gone. */
  remove(path: string): void {
    this.#shell.stdin?.write(`remove ${path}\n`)
  }

  /** All was stopped in order: nothing is left to do. */
  dismiss(): void {
    this.#shell.stdin?.end('done\n')
  }
}
