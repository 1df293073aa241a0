import { ArgumentError } from '@linewire/wire'
import { SeqSet, type SetSource, UidSet } from './sets.ts'

/** Which messages: a number, a string or a UidSet means UIDs, only a SeqSet means sequence numbers. */
export type MessageSet = UidSet | SeqSet | SetSource

/** A set as commands take it. */
export interface Target {
  readonly set: UidSet | SeqSet
  readonly uid: boolean
  /** `UID ` or nothing, before the verb */
  readonly prefix: '' | 'UID '
  /** what goes on the line */
  readonly text: string
  /** a sequence number must not shift while the command is under way. RFC 9051 §5.5 */
  readonly turn: 'free' | 'alone'
}

/** @throws {ArgumentError} for what is no set, or has nothing in it */
export function target(messages: MessageSet): Target {
  const set = messages instanceof SeqSet ? messages : UidSet.from(messages)
  if (set.isEmpty) throw new ArgumentError('a set of messages must have something in it')
  const uid = set instanceof UidSet
  return { set, uid, prefix: uid ? 'UID ' : '', text: set.toString(), turn: uid ? 'free' : 'alone' }
}

/** Whether a response about this message may answer a command about `set`; `*` is whatever the server says it is. */
export function covers({ set, uid }: Target, message: { seq: number; uid: number | undefined }): boolean {
  const number = uid ? message.uid : message.seq
  return number === undefined || set.has(number) || set.isOpen
}

/** octets of a set on one line: servers limit their command lines, the strictest to 8 KiB. RFC 7162 §4 */
export const longestSet = 7000

/** The same messages in sets that fit a line each. */
export function fitting(messages: MessageSet): (UidSet | SeqSet)[] {
  return [...target(messages).set.split(longestSet)]
}
