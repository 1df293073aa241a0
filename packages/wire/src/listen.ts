import type { Server, Socket } from 'node:net'
import { onAbort } from './abort.ts'
import { ConnectionError } from './errors.ts'
import { nodeNet } from './node-modules.ts'

/** A port where one connection is waited for. */
export interface Listening {
  readonly port: number
  /** The connection, also when it was made before. Aborted by the signal, or by close(): nothing listens any more. */
  accept(signal: AbortSignal): Promise<Socket>
  /** Stops listening; a connection that nobody has accepted is closed. */
  close(): void
}

/**
 * Waits for one connection from a peer: FTP's active mode. The port is closed behind it.
 * With `from`, whoever calls from another address is sent away.
 *
 * @throws {ConnectionError} when no port of the range is free, or none may be used
 */
export async function listen(
  host: string,
  ports: readonly [first: number, last: number] = [0, 0],
  from?: string,
): Promise<Listening> {
  for (let port = ports[0]; port <= ports[1]; port++) {
    const server = await bind(host, port)
    if (server !== undefined) return listening(server, from)
  }
  throw new ConnectionError(`no free port between ${ports[0]} and ${ports[1]} to listen on`, 'EADDRINUSE')
}

/** Undefined when the port is taken. */
function bind(host: string, port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = nodeNet().createServer({ noDelay: true })
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(new ConnectionError(`cannot listen on ${host}: ${error.message}`, error.code, { cause: error }))
    })
    server.listen(port, host, () => resolve(server))
  })
}

function listening(server: Server, from: string | undefined): Listening {
  let caller: Socket | undefined
  let accepted = false
  let reject!: (error: unknown) => void
  const called = new Promise<Socket>((resolve, fail) => {
    reject = fail
    server.on('connection', (socket) => {
      // an error before anybody has accepted it would end the process
      socket.on('error', () => {})
      if (caller !== undefined || (from !== undefined && plain(socket.remoteAddress) !== plain(from))) {
        socket.destroy()
        return
      }
      caller = socket
      server.close()
      resolve(socket)
    })
  })
  called.catch(() => {}) // it is for accept(), if that is ever called
  const close = (): void => {
    server.close()
    if (!accepted) caller?.destroy()
    reject(new ConnectionError('nobody connected before the port was closed', 'ERR_CLOSED'))
  }
  const accept = async (signal: AbortSignal): Promise<Socket> => {
    signal.throwIfAborted()
    let stop: (() => void) | undefined
    const left = new Promise<never>((_, fail) => {
      stop = onAbort(signal, () => {
        fail(signal.reason)
        close()
      })
    })
    try {
      const socket = await Promise.race([left, called])
      accepted = true
      return socket
    } finally {
      stop?.()
    }
  }
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, accept, close }
}

/** the address without the form that IPv6 gives to one of IPv4 */
function plain(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:/i, '')
}
