import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/**
 * The socket as a stream whose end is not said until the peer has said its own. Many proxies hang up both ways at the
 * first FIN, and the octets that still come from the host are lost with the connection; TLS has a goodbye of its own.
 */
export function withholdEnd(socket: Socket): Duplex {
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, _, done) => void socket.write(chunk, done),
    final: (done) => done(),
    destroy: (error, done) => {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (chunk) => {
    if (!stream.push(chunk)) socket.pause()
  })
  socket.on('end', () => stream.push(null))
  socket.on('error', (error) => stream.destroy(error))
  socket.on('close', () => stream.destroy())
  return stream
}
