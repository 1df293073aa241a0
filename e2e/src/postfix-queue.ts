import { chownSync } from 'node:fs'
import type { Account } from './accounts.ts'
import type { Launch } from './launcher.ts'

const QUEUES = 'active bounce corrupt defer deferred flush hold incoming private saved trace'.split(' ')

/** The queue with the owners and modes of `postfix start`, which would take 2.5 s because it checks every installed file. */
export const makeQueue = (launch: Launch, postfix: Account, postdrop: number): void => {
  launch.makeFolder('data', postfix)
  launch.makeFolder('queue/pid')
  for (const name of QUEUES) launch.makeFolder(`queue/${name}`, postfix, 0o700)
  for (const [name, mode] of [
    ['maildrop', 0o1730],
    ['public', 0o2710],
  ] as const) {
    // a change of owner clears the set-group bit: the mode comes last
    chownSync(launch.makeFolder(`queue/${name}`), postfix.uid, postdrop)
    launch.makeFolder(`queue/${name}`, undefined, mode)
  }
}
