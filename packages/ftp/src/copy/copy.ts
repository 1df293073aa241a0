import type { CallOptions } from '@linewire/wire'
// from index.ts on purpose: see files/download.ts
import { ArgumentError } from '../index.ts'
import { pathArgument } from '../path.ts'
import type { Session } from '../session.ts'
import { type Handshake, listen } from './agreement.ts'
import { dialogue } from './dialogue.ts'
import { confirm, Disagreement, prepare, type Side } from './side.ts'
import { transfer } from './transfer.ts'

/** the connections in the order in which they are taken: two copies that cross must not wait for each other */
const numbers = new WeakMap<Session, number>()
let count = 0

function numberOf(session: Session): number {
  const number = numbers.get(session) ?? ++count
  numbers.set(session, number)
  return number
}

/**
 * Copies a file from one server to another: one listens, the other is told where, and the data goes between them. The
 * address is that of the listener's control connection, never one that it has made up. RFC 959 §3.3, 2577 §3
 *
 *     source  PORT ──── RETR ──► 150 ───────────► 226
 *     target  PASV ──────────────────── STOR ──► 226
 */
export async function copy(
  source: Session,
  target: Session,
  from: string,
  to: string,
  { signal }: CallOptions = {},
): Promise<void> {
  check(source, target)
  const retr = `RETR ${pathArgument(from)}`
  const stor = `STOR ${pathArgument(to)}`
  signal?.throwIfAborted()
  const [first, second] = numberOf(source) < numberOf(target) ? [source, target] : [target, source]
  const copying = dialogue(first.engine, 'copyTo', (one) =>
    dialogue(second.engine, 'copyTo', async (other) => {
      signal?.throwIfAborted()
      const sender = { session: source, talk: first === source ? one : other, line: retr }
      const receiver = { session: target, talk: first === source ? other : one, line: stor }
      await both(sender, receiver, signal)
    }),
  )
  await leaving(copying, signal)
}

/** Who has left hears it at once; the servers are told meanwhile. */
function leaving(copying: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal!.reason)
    signal?.addEventListener('abort', leave, { once: true })
    copying.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave))
  })
}

function check(source: Session, target: Session): void {
  if (source === target) throw new ArgumentError('copyTo needs two connections, also where it is one server')
  for (const { settings } of [source, target]) {
    if (settings.options.proxy !== undefined) throw new ArgumentError('copyTo: a proxy hides where the servers are')
  }
  for (const { connections } of [source, target]) connections.requireProtection()
  if (source.connections.protected !== target.connections.protected) {
    throw new ArgumentError(
      'copyTo: one server protects its data and the other does not: use protectData on both alike',
    )
  }
}

async function both(sender: Side, receiver: Side, signal: AbortSignal | undefined): Promise<void> {
  for (const side of [sender, receiver]) await prepare(side)
  const client = [receiver, sender].find(({ session }) => session.capabilities.has('SSCN'))
  const secure = sender.session.connections.protected
  const handshake = secure ? (client ? 'SSCN' : 'CPSV') : 'none'
  if (handshake === 'SSCN') confirm('SSCN ON', await client!.talk.ask('SSCN ON'))
  try {
    await eitherWay(sender, receiver, handshake, signal)
  } finally {
    // a connection that is lost has its own report
    if (handshake === 'SSCN') await client!.talk.ask('SSCN OFF').catch(() => {})
  }
}

/** The receiver listens; where one of them refuses its part, the sender does. */
async function eitherWay(
  sender: Side,
  receiver: Side,
  handshake: Handshake,
  signal: AbortSignal | undefined,
): Promise<void> {
  let reason: unknown
  for (const [caller, listener] of [
    [sender, receiver],
    [receiver, sender],
  ] as const) {
    try {
      await listen(listener, caller, handshake)
      await transfer(caller, listener, signal)
      return
    } catch (error) {
      if (!(error instanceof Disagreement)) throw error
      signal?.throwIfAborted()
      reason ??= error.cause
    }
  }
  throw reason
}
