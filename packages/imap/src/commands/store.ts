import type { ImapCommand } from '../command.ts'
import { type Flag, flagList } from '../flags.ts'
import { covers, type MessageSet, target } from '../message-set.ts'
import { UidSet } from '../sets.ts'

export type StoreAction = 'add' | 'remove' | 'set'

export interface StoreOptions {
  /** do not ask what the flags are now */
  silent?: boolean
  /** leave messages alone that have changed since. RFC 7162 §3.1.3 */
  unchangedSince?: bigint
}

export interface Stored {
  /** the flags of each message now, by UID, as far as the server told; empty when `silent` */
  readonly flags: ReadonlyMap<number, ReadonlySet<Flag>>
  /** those that were left alone, for they had changed since `unchangedSince`. UIDs, where UIDs were given */
  readonly modified: UidSet
}

const signs: Readonly<Record<StoreAction, string>> = { add: '+', remove: '-', set: '' }

/** Changes flags. RFC 9051 §6.4.6 */
export const store = (
  messages: MessageSet,
  action: StoreAction,
  flags: Iterable<string>,
  { silent = false, unchangedSince }: StoreOptions = {},
): ImapCommand<Stored> => {
  const goal = target(messages)
  const now = new Map<number, ReadonlySet<Flag>>()
  const modifier = unchangedSince === undefined ? '' : `(UNCHANGEDSINCE ${BigInt(unchangedSince)}) `
  const item = `${signs[action]}FLAGS${silent ? '.SILENT' : ''}`
  return {
    line: `${goal.prefix}STORE ${goal.text} ${modifier}${item} ${flagList(flags)}`,
    turn: goal.turn,
    types: ['FETCH'],
    claims(response) {
      if (response.kind !== 'data' || response.type !== 'FETCH' || !covers(goal, response)) return false
      const { uid, flags: told, sections } = response
      if (sections.length > 0 || response.envelope !== undefined || (silent && told !== undefined)) return false
      if (uid !== undefined && told !== undefined) now.set(uid, told)
      return true
    },
    done: ({ code }) => ({
      flags: now,
      modified: code?.type === 'MODIFIED' ? UidSet.from(code.numbers) : UidSet.empty,
    }),
  }
}
