import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { nodeStream } from './node-modules.ts'
import type { ReadBuffer } from './read-buffer.ts'

export interface Withheld extends Duplex {
  /** Whether the socket lives on when the stream is over. */
  keep(kept: boolean): void
  /** The stream hears nothing more of the socket, which goes on without it. */
  release(): void
}

/**
 * The socket as a stream whose end is not said until the peer has said its own. Many proxies hang up both ways at the
 * first FIN, and the octets that still come from the host are lost with the connection; TLS has a goodbye of its own.
 *
 * @param reading what the socket was made to read into
 */
export function withholdEnd(socket: Socket, reading?: ReadBuffer): Withheld {
  let kept = false
  const stream = new (nodeStream().Duplex)({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _, done) => void socket.write(chunk, done),
    final: (done) => done(),
    destroy: (error, done) => {
      if (!kept) socket.destroy()
      done(error)
    },
  })
  const read = (chunk: Buffer): void => {
    if (!stream.push(chunk)) socket.pause()
  }
  socket.on('data', read)
  reading?.start(read)
  socket.on('end', () => stream.push(null))
  socket.on('error', (error) => stream.destroy(error))
  socket.on('close', () => stream.destroy())
  return Object.assign(stream, {
    keep: (lives: boolean): void => {
      kept = lives
    },
    release: (): void => {
      socket.removeAllListeners()
    },
  })
}
