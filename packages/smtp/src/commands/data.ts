import {
  type Command,
  ConnectionError,
  dotStuffed,
  messageOf,
  ProtocolError,
  pieces,
  type Script,
  type Source,
  type Talk,
  until,
  WireError,
} from '@linewire/wire'
import { DataError } from '../refusals.ts'
import { answer, done, isDone, isRefusal, type Reply, refusal, unexpected } from '../reply.ts'

/** LMTP answers the end of the data once for each recipient that it had accepted, in their order. RFC 2033 §4.2 */
export interface LmtpReplies {
  /** asked when the data has gone out */
  recipients(): readonly string[]
  heard(recipient: string, reply: Reply): void
}

export interface DataOptions {
  /** told how many octets have gone out, dots and line ends included */
  onProgress?: ((octets: number) => void) | undefined
  lmtp?: LmtpReplies | undefined
  /** what comes next may go right behind the dot, before the reply; true unless told. RFC 2920 §3.1 */
  ahead?: boolean
}

/**
 * The message. Dots at the head of a line are doubled; a bare CR or LF becomes CR LF, or the message could end where
 * its author says. RFC 5321 §4.1.1.4, §4.5.2
 *
 * @throws {DataError} when the server refuses the message; over LMTP when it does so for every recipient
 */
export const data = (source: Source, { onProgress, lmtp, ahead = true }: DataOptions = {}): Command<Reply> => ({
  line: 'DATA',
  turn: 'last',
  *talk(io) {
    const go = yield* answer(io)
    if (isRefusal(go)) throw new DataError(refusal(io.name, go))
    mayGo(io.name, go)
    yield* content(io, () => pieces(source), onProgress)
    if (ahead) io.release()
    return yield* lmtp ? verdicts(io, lmtp) : verdict(io)
  },
})

/** 354: the message may come. RFC 5321 §4.3.2 */
export function mayGo(name: string, said: Reply): void {
  if (said.code !== 354) throw unexpected(name, said, '354')
}

/** The message and the dot that ends it. If it cannot be read to its end, only closing keeps half of it from being taken. */
export function* content(
  io: Talk,
  open: () => AsyncIterable<Uint8Array>,
  onProgress?: (octets: number) => void,
): Script<void> {
  try {
    yield* until(io.output.send(dotStuffed(lazily(open)), onProgress))
  } catch (error) {
    if (error instanceof WireError) throw error
    throw new ConnectionError(
      `DATA: the message could not be read to its end, so the connection was closed: ${messageOf(error)}`,
      'ERR_SOURCE',
      { cause: error },
    )
  }
}

/** Nothing is opened before it is wanted, and what throws there fails the sending. */
async function* lazily(open: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* open()
}

/** What the server makes of the message. */
function* verdict(io: Talk): Script<Reply> {
  const said = yield* answer(io)
  if (isRefusal(said)) throw new DataError(refusal(io.name, said))
  if (!isDone(said)) throw unexpected(io.name, said, '250')
  return said
}

/** What it makes of it for each recipient: the first acceptance, or the first refusal when there was none. */
export function* verdicts(io: Talk, { recipients, heard }: LmtpReplies): Script<Reply> {
  let accepted: Reply | undefined
  let refused: Reply | undefined
  const owed = recipients()
  if (owed.length === 0) return yield* done(io)
  for (const recipient of owed) {
    const said = yield* answer(io)
    if (isRefusal(said)) refused ??= said
    else if (isDone(said)) accepted ??= said
    else throw new ProtocolError(`${io.name}: expected 250, 4xx or 5xx for ${recipient}, got ${said.code}`)
    heard(recipient, said)
  }
  if (accepted === undefined) throw new DataError(refusal(io.name, refused!))
  return accepted
}
