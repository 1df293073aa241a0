import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { pieces } from './faults.ts'
import type { HostPort } from './ftp-address.ts'

/** How a data connection ended: all octets went through, it broke, or the client sent ABOR. */
export type Outcome = 'whole' | 'broken' | 'aborted'

const BLOCK = 65_536

/** The data connection of one control connection: first told where, then opened for one transfer. RFC 959 §3.2 */
export class DataChannel {
  #listener: Server | undefined
  #incoming: Promise<Socket> | undefined
  #target: HostPort | undefined
  #sockets = new Set<Socket>()
  #giveUp: () => void = () => {}
  readonly #connected: () => void

  /** @param connected told of every connection that comes about */
  constructor(connected: () => void = () => {}) {
    this.#connected = connected
  }

  /** Passive: waits on a port of its own, and returns it. */
  async listen(host: string): Promise<number> {
    this.#forget()
    const listener = createServer({ pauseOnConnect: true })
    this.#incoming = new Promise((resolve) => {
      listener.once('connection', (socket) => {
        listener.close()
        this.#connected()
        resolve(this.#keep(socket))
      })
    })
    listener.listen(0, host)
    await once(listener, 'listening')
    this.#listener = listener
    return (listener.address() as AddressInfo).port
  }

  /** Active: the place to call. */
  call(target: HostPort): void {
    this.#forget()
    this.#target = target
  }

  /** Whether PASV, EPSV, PORT or EPRT came before. */
  get prepared(): boolean {
    return this.#incoming !== undefined || this.#target !== undefined
  }

  /** The connection, used for one transfer only; undefined when it does not come about within `timeout` milliseconds. */
  async open(timeout: number): Promise<Socket | undefined> {
    const opening = this.#target ? this.#dial(this.#target) : this.#incoming
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, timeout, undefined)
      this.#giveUp = (): void => resolve(undefined)
    })
    const socket = await Promise.race([opening, late])
    clearTimeout(timer)
    this.#forget()
    return socket
  }

  /** The server's side of TLS, in active mode too (RFC 4217 §7); undefined when the handshake fails. */
  async secure(socket: Socket, secureContext: SecureContext): Promise<TLSSocket | undefined> {
    const secured = new TLSSocket(socket, { isServer: true, secureContext })
    this.#keep(secured)
    return new Promise((resolve) => {
      secured.once('secure', () => resolve(secured))
      secured.once('_tlsError', () => secured.destroy())
      secured.once('close', () => resolve(undefined))
    })
  }

  /** Ends whatever is open. */
  close(): void {
    this.#forget()
    this.#giveUp()
    for (const socket of this.#sockets) socket.destroy()
  }

  #dial({ host, port }: HostPort): Promise<Socket | undefined> {
    const socket = this.#keep(createConnection({ host, port }))
    return new Promise((resolve) => {
      socket.once('connect', () => {
        this.#connected()
        resolve(socket)
      })
      socket.once('close', () => resolve(undefined))
    })
  }

  #forget(): void {
    this.#listener?.close()
    this.#listener = this.#incoming = this.#target = undefined
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#sockets.delete(socket))
    return socket
  }
}

/** Sends octets and ends the connection: 'whole' when the system has taken all of them. */
export async function send(socket: Socket, octets: Buffer, aborted: () => boolean, split?: number): Promise<Outcome> {
  // the client may close first, and TLS wants its alerts read
  socket.resume()
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  for (const piece of pieces(octets, split ?? BLOCK)) {
    if (aborted()) return cut(socket, 'aborted')
    if (socket.destroyed) return 'broken'
    const flowing = socket.write(piece)
    if (split) await new Promise(setImmediate)
    if (!flowing) await Promise.race([once(socket, 'drain').catch(() => {}), closed])
  }
  if (aborted()) return cut(socket, 'aborted')
  await Promise.race([new Promise<void>((resolve) => socket.end(() => resolve())), closed])
  return socket.errored ? 'broken' : 'whole'
}

/** Reads to the end of the connection, or to `limit` octets, where it is cut. */
export async function receive(
  socket: Socket,
  aborted: () => boolean,
  limit: number = Number.POSITIVE_INFINITY,
): Promise<{ octets: Buffer; outcome: Outcome }> {
  const parts: Buffer[] = []
  let size = 0
  let outcome: Outcome = 'broken'
  await new Promise<void>((resolve) => {
    socket.on('data', (part: Buffer) => {
      parts.push(part)
      size += part.length
      if (size >= limit) socket.destroy()
    })
    socket.once('end', () => {
      outcome = 'whole'
      socket.end()
      resolve()
    })
    socket.once('close', () => resolve())
    socket.resume()
  })
  const octets = Buffer.concat(parts)
  return { octets: octets.subarray(0, Math.min(limit, octets.length)), outcome: aborted() ? 'aborted' : outcome }
}

function cut(socket: Socket, outcome: Outcome): Outcome {
  socket.destroy()
  return outcome
}
