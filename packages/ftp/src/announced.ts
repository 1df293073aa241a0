import type { Script } from '@linewire/wire'
import { numberAtEnd } from './number-at-end.ts'
import type { Transfer, TransferState, TransferTalk } from './transfer.ts'
import { failed } from './transfer-error.ts'
import type { TransferReplies } from './transfer-replies.ts'

/** "150 Opening BINARY mode data connection for a (12 bytes)."; a file may be called so. */
export function announcedSize(text: string, { line }: Pick<Transfer, 'line'>): number | undefined {
  const found = /\((\d{1,15}) bytes\)\.?\s*$/.exec(text)
  return found && !line.endsWith(found[0].trimEnd()) ? Number(found[1]) : undefined
}

/**
 * Without a goodbye TLS can be cut off unseen, and Node does not tell: the size is the proof, where there is one. Behind
 * REST some servers announce the whole file (vsftpd), some what is left of it (ProFTPD): where what came is enough for the
 * one and not for the other, SIZE decides, once; in clear it is taken for enough, for there an end is not made up unseen.
 * @throws {TransferError} `ERR_TRUNCATED`
 */
export function* proveWhole(
  io: TransferTalk,
  replies: TransferReplies,
  state: TransferState,
  transfer: Transfer,
  { octets, announced, secure }: { octets: number; announced: number | undefined; secure: boolean },
): Script<void> {
  if (announced === undefined || transfer.type !== 'I' || octets >= announced) return
  const offset = transfer.offset ?? 0
  if (octets >= announced - offset) {
    if (!secure && state.announces === undefined) return
    state.announces ??= yield* whatIsAnnounced(io, replies, transfer, announced)
    // where nobody can tell, what fits exactly is taken for whole
    if (state.announces === 'file' || (!state.announces && octets === announced - offset)) return
  }
  throw failed(io.name, `${octets} octets came of ${announced}`, undefined, 'ERR_TRUNCATED')
}

function* whatIsAnnounced(
  io: TransferTalk,
  replies: TransferReplies,
  { line, offset = 0 }: Transfer,
  announced: number,
): Script<'file' | 'rest' | undefined> {
  io.owed = true
  io.output.line(`SIZE ${line.slice(line.indexOf(' ') + 1)}`)
  let said = yield* replies.next()
  // one more 226 is no answer
  while (said.code !== 213 && said.code < 400) said = yield* replies.next()
  const size = said.code === 213 ? numberAtEnd(said.text) : Number.NaN
  if (Number.isNaN(size)) return undefined
  // a file that grew meanwhile is longer than was announced, but hardly by what was left out
  return size >= announced + offset ? 'rest' : 'file'
}
