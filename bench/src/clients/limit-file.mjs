// A file written in large pieces, in order, while the next ones are read: what a download to disk cannot do without.
import { open, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'

const size = 256 << 10
/** a buffer with less room than this is written, not read into again */
const least = 64 << 10

/** `onread` takes what a socket brings, by way of four buffers; `mode` 'sync' writes on the loop, and needs two. */
export const target = async (path, mode) => {
  const fd = await promisify(open)(path, 'w')
  const free = Array.from({ length: mode === 'sync' ? 1 : 3 }, () => Buffer.allocUnsafeSlow(size))
  const full = []
  let current = Buffer.allocUnsafeSlow(size)
  let filled = 0
  let octets = 0
  let socket
  let drained = () => {}

  const writeNext = () =>
    write(fd, full[0], (error, written) => {
      if (error || written !== full[0].length) throw error ?? new Error(`only ${written} octets were written`)
      octets += written
      free.push(Buffer.from(full.shift().buffer))
      socket.resume()
      if (full.length > 0) writeNext()
      else drained()
    })

  const put = () => {
    const piece = current.subarray(0, filled)
    filled = 0
    if (mode === 'sync') {
      octets += writeSync(fd, piece)
      return
    }
    full.push(piece)
    current = free.pop()
    if (full.length === 1) writeNext()
  }

  return {
    from: (data) => {
      socket = data
    },
    onread: {
      buffer: () => current.subarray(filled),
      callback: (length) => {
        filled += length
        if (size - filled < least) put()
        // the last buffer is for what comes before the socket has stopped
        return free.length > 0
      },
    },
    /** Writes the rest; resolves with all octets that were written. */
    finish: async () => {
      if (filled > 0) put()
      if (full.length > 0) {
        await new Promise((resolve) => {
          drained = resolve
        })
      }
      return octets
    },
  }
}
