import {
  type Beside,
  type Command,
  excerpt,
  ProtocolError,
  type Reply,
  ReplyError,
  type Script,
  type Talk,
  until,
} from '@linewire/wire'
import type { DataConnection } from './data-connection.ts'
import type { DataConnections } from './data-connections.ts'
import type { Step } from './flight.ts'
import type { LookAhead } from './look-ahead.ts'
import { refused } from './reply.ts'
import { failed } from './transfer-error.ts'
import type { ModeCode, TransferParameter, TypeCode } from './transfer-parameter.ts'
import { TransferReplies } from './transfer-replies.ts'

/** What is transferred: the command, and what must be so before it. */
export interface Transfer {
  /** `RETR a` */
  readonly line: string
  readonly type: TypeCode
  /** octets to leave out at the beginning of the file. RFC 959 §4.1.3 REST */
  readonly offset?: number | undefined
  /** octets that are to come, for the server to make room for. RFC 959 §4.1.3 ALLO */
  readonly allocate?: number | undefined
  /** deflated on the wire; as the connection's options say unless told */
  readonly mode?: ModeCode | undefined
  /** told what the server said at its end, before a body ends */
  readonly concluded?: (final: Reply) => void
}

/** What the transfers of one connection share. */
export interface TransferState {
  readonly connections: Pick<DataConnections, 'open'>
  readonly type: TransferParameter<TypeCode>
  readonly mode: TransferParameter<ModeCode>
  /** the algorithm of HASH. draft-bryan-ftpext-hash-02 §3.1 */
  readonly digest: TransferParameter<string>
  readonly ahead: LookAhead
  /** the mode of a transfer that names none */
  usualMode: ModeCode
  /** whether the server takes lines that come together */
  together: boolean
  /** whether it wants to know of a transfer before it names a port (DrFTPD) */
  announced: boolean
  /** a transfer behind REST has failed, and the server may still hold on to the offset */
  rested: boolean
  /** what the octets are that 150 names behind REST, when it is known: those of the file, or what is left of it */
  announces?: 'file' | 'rest' | undefined
  /** ms between two NOOPs while a transfer is on; none are sent unless told */
  readonly beat: number | undefined
  /** ms that a body may be left unread while other commands wait */
  readonly bodyTimeout: number
  underway?: Underway | undefined
}

/** A transfer that is on. */
export interface Underway {
  /** whether it waits for our side: nobody reads, or the source has nothing */
  readonly idle: boolean
  /** octets so far */
  readonly octets: number
}

export type TransferTalk = Talk & Beside

/**
 * One transfer is one command: type, data connection, offset, the command itself, and then the data and the replies,
 * which come in any order. Nothing else can get between them.
 */
export const transferCommand = <T>(
  { ahead, beat }: TransferState,
  { line }: Transfer,
  talk: (io: TransferTalk, replies: TransferReplies) => Script<T>,
): Command<T> => ({
  line: undefined,
  name: line,
  turn: 'alone',
  *talk(io) {
    const replies = new TransferReplies(io, ahead)
    const timer = beat === undefined ? undefined : setInterval(() => replies.beat(), beat)
    try {
      const value = yield* talk(io, replies)
      yield* replies.settle()
      return value
    } catch (error) {
      if (error instanceof ReplyError) yield* replies.settle()
      throw error
    } finally {
      clearInterval(timer)
    }
  },
})

/** All that comes before the data. */
export function* begin(io: TransferTalk, state: TransferState, transfer: Transfer): Script<DataConnection> {
  const mode = transfer.mode ?? state.usualMode
  const before = [
    ...state.type.steps(transfer.type),
    ...state.mode.steps(mode),
    ...allocation(transfer.allocate),
    ...(state.announced ? [announcement(transfer.line)] : []),
  ]
  const behind = rest(state, transfer.offset ?? 0)
  const connection = yield* state.connections.open(io, { before, behind, together: state.together, mode })
  try {
    // nobody waits for it any more
    if (io.signal.aborted) throw failed(io.name, 'aborted', io.signal.reason, 'ERR_ABORTED')
    io.output.line(transfer.line)
  } catch (error) {
    connection.close()
    throw error
  }
  if (state.ahead.wanted) {
    state.ahead.owed = true
    io.output.line('EPSV')
  }
  return connection
}

function rest(state: TransferState, offset: number): Step[] {
  if (offset === 0 && !state.rested) return []
  const line = `REST ${offset}`
  const heard = (said: Reply): void => {
    if (offset > 0 && said.code >= 400) throw refused({ name: line }, said)
    state.rested = offset > 0
  }
  return [{ line, heard }]
}

/** Most need no allocation (202), or do not know it; a few say that there is no room. RFC 959 §4.1.3 ALLO */
function allocation(octets: number | undefined): Step[] {
  if (octets === undefined) return []
  const line = `ALLO ${octets}`
  const heard = (said: Reply): void => {
    if (said.code === 452 || said.code === 552) throw refused({ name: line }, said)
  }
  return [{ line, heard }]
}

/** "PRET RETR a": a server of several machines chooses the one that has the file. DrFTPD's distributed passive mode */
function announcement(transfer: string): Step {
  const line = `PRET ${transfer}`
  const heard = (said: Reply): void => {
    // it is the transfer that is refused: Pure-FTPd looks for the file by now
    if (said.code >= 400) throw refused({ name: transfer }, said)
  }
  return { line, heard }
}

/**
 * Breaks a transfer off. How many replies a server gives to a transfer and its ABOR differs, so PWD is asked behind
 * them: its 257 is the last that was owed. RFC 959 §4.1.3
 */
export function* breakOff(io: TransferTalk, connection: DataConnection, replies: TransferReplies): Script<void> {
  io.owed = true
  // the replies to what was said besides are among those that are passed over
  replies.forgetOthers()
  io.interrupt('ABOR')
  // vsftpd leaves altogether when TLS breaks before it is up on its side
  yield* soon(connection.heard)
  // most servers look at the control connection only when the data connection is gone
  connection.close()
  while ((yield* replies.next()).code < 200);
  io.interrupt('PWD')
  while ((yield* replies.next()).code !== 257);
}

/** ms to wait for what may not come */
export const grace = 1000

/** Waits for a promise, whatever becomes of it, but not for ever. */
export function* soon(promise: Promise<unknown>): Script<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, grace)
  })
  try {
    yield* until(Promise.race([promise.catch(() => {}), late]))
  } finally {
    // also when the connection is lost, and this script only told to return
    clearTimeout(timer)
  }
}

/** A reply where none makes sense. */
export function unexpected(io: Pick<Talk, 'name'>, said: Reply): ProtocolError {
  return new ProtocolError(`${io.name}: expected 1xx or 2xx, got ${excerpt(`${said.code} ${said.text}`)}`)
}
