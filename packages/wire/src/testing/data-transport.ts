import { TlsError } from '../errors.ts'
import type { TransportEvents } from '../transport.ts'
import type { Fault } from './fault.ts'
import { type MemoryTransport, memoryTransport } from './memory-transport.ts'

/** FTP's data connection in memory. */
export interface MemoryDataTransport extends MemoryTransport {
  /** the client has sent all */
  finished: boolean
  finish(): void
  readonly secured: Promise<unknown>
  readonly session: undefined
  readonly sessionReused: boolean
  onSession: (() => void) | undefined
  /** @internal its handshake does, or does not end */
  readonly fails: Fault | undefined
}

/** @param fault what goes wrong with its handshake */
export function dataTransport(secure: boolean, fault: Fault | undefined): MemoryDataTransport {
  const transport = memoryTransport({ secure })
  const { start, end, destroy, say, close } = transport
  const fails = fault?.when === 'connect' || fault?.when === 'handshake' ? fault : undefined
  const broken = fails?.kind === 'handshake' ? new TlsError('the handshake failed') : undefined
  const secured = broken ? Promise.reject(broken) : fails ? new Promise(() => {}) : Promise.resolve()
  secured.catch(() => {}) // for whoever waits for it
  let events: TransportEvents | undefined
  let over = false
  const left = (leave: () => void) => (): void => {
    leave()
    if (!over) queueMicrotask(() => events?.close())
    over = true
  }
  const made: MemoryDataTransport = Object.assign(transport, {
    finished: false,
    finish(): void {
      made.finished = true
    },
    secured,
    session: undefined,
    sessionReused: secure,
    onSession: undefined,
    fails,
    start(to: TransportEvents): void {
      events = to
      start(to)
      if (broken) queueMicrotask(() => close(broken))
      else if (!fails) setImmediate(() => made.onSession?.())
    },
    end: left(end),
    destroy: left(destroy),
    say(octets: string | Uint8Array): void {
      if (!made.destroyed) say(octets)
    },
    close(error?: Error): void {
      if (!made.destroyed) close(error)
    },
  })
  return made
}
