import {
  type Beside,
  type Command,
  excerpt,
  ProtocolError,
  type Reply,
  type Script,
  type Talk,
  until,
} from '@linewire/wire'
import type { DataConnection } from './data-connection.ts'
import type { DataConnections } from './data-connections.ts'
import { finalReply, named, refused, reply } from './reply.ts'
import { failed } from './transfer-error.ts'
import type { TransferType, TypeCode } from './transfer-type.ts'

/** What is transferred: the command, and what must be so before it. */
export interface Transfer {
  /** `RETR a` */
  readonly line: string
  readonly type: TypeCode
  /** octets to leave out at the beginning of the file. RFC 959 §4.1.3 REST */
  readonly offset?: number
}

/** What the transfers of one connection share. */
export interface TransferState {
  readonly connections: Pick<DataConnections, 'open'>
  readonly type: TransferType
  /** a transfer behind REST has failed, and the server may still hold on to the offset */
  rested: boolean
  /** ms that a body may be left unread while other commands wait */
  readonly bodyTimeout: number
}

export type TransferTalk = Talk & Beside

/**
 * One transfer is one command: type, data connection, offset, the command itself, and then the data and the replies,
 * which come in any order. Nothing else can get between them.
 */
export const transferCommand = <T>({ line }: Transfer, talk: (io: TransferTalk) => Script<T>): Command<T> => ({
  line: undefined,
  name: line,
  turn: 'alone',
  talk,
})

/** All that comes before the data. */
export function* begin(io: TransferTalk, state: TransferState, transfer: Transfer): Script<DataConnection> {
  yield* state.type.set(io, transfer.type)
  const connection = yield* state.connections.open(io)
  try {
    yield* rest(io, state, transfer.offset ?? 0)
    // nobody waits for it any more
    if (io.signal.aborted) throw failed(io.name, 'aborted', io.signal.reason, 'ERR_ABORTED')
    io.output.line(transfer.line)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function* rest(io: Talk, state: TransferState, offset: number): Script<void> {
  if (offset === 0 && !state.rested) return
  io.output.line(`REST ${offset}`)
  const said = yield* finalReply(io)
  if (offset > 0 && said.code >= 400) throw refused(named(io, `REST ${offset}`), said)
  state.rested = offset > 0
}

/** Reads replies piece by piece, for a script that has more to look at than those. */
export class Replies {
  readonly #io: Pick<Talk, 'input' | 'name'>
  #reading: Script<Reply> | undefined

  constructor(io: Pick<Talk, 'input' | 'name'>) {
    this.#io = io
  }

  /** The next reply, as far as all of it is there. */
  poll(): Reply | undefined {
    this.#reading ??= reply(this.#io)
    const step = this.#reading.next()
    if (!step.done) return undefined
    this.#reading = undefined
    return step.value
  }
}

/**
 * Breaks a transfer off. How many replies a server gives to a transfer and its ABOR differs, so PWD is asked behind
 * them: its 257 is the last that was owed. RFC 959 §4.1.3
 */
export function* breakOff(io: TransferTalk, connection: DataConnection): Script<void> {
  io.owed = true
  io.interrupt('ABOR')
  // vsftpd leaves altogether when TLS breaks before it is up on its side
  yield* until(soon(connection.heard))
  // most servers look at the control connection only when the data connection is gone
  connection.close()
  const first = yield* finalReply(io)
  if (first.code === 421) throw refused(io, first)
  io.interrupt('PWD')
  for (;;) {
    const said = yield* finalReply(io)
    if (said.code === 257) return
    if (said.code === 421) throw refused(io, said)
  }
}

/** ms to wait for what is no longer needed */
const grace = 1000

/** Resolves with a promise, whatever becomes of it, or after a while. */
export function soon(promise: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, grace)
    const over = (): void => {
      clearTimeout(timer)
      resolve()
    }
    promise.then(over, over)
  })
}

/** A reply where none makes sense. */
export function unexpected(io: Pick<Talk, 'name'>, said: Reply): ProtocolError {
  return new ProtocolError(`${io.name}: expected 1xx or 2xx, got ${excerpt(`${said.code} ${said.text}`)}`)
}
