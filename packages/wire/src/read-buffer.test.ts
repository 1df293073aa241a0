import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { dial, type SocketTransport } from './connect.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** A connection to a server that says what it is told, and what we were given of it. */
async function connected(said: (socket: Socket) => void): Promise<{ transport: SocketTransport; server: Socket }> {
  const listening = createServer()
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const arrival = once(listening, 'connection') as Promise<[Socket]>
  const dialled = dial({ host: '127.0.0.1', port: (listening.address() as AddressInfo).port, tls: 'none' })
  const [server] = await arrival
  said(server)
  const transport = await dialled
  open.push(() => {
    transport.destroy()
    server.destroy()
    listening.close()
  })
  return { transport, server }
}

interface Seen {
  chunks: Buffer[]
  text: () => string
  ended: Promise<void>
}

function listen(transport: SocketTransport, mayReuse: boolean): Seen {
  const chunks: Buffer[] = []
  let text = ''
  const ended = new Promise<void>((resolve) => {
    transport.start({
      data: (chunk) => {
        chunks.push(chunk)
        text += chunk.toString('latin1')
        return mayReuse
      },
      drain: () => {},
      end: resolve,
      close: () => resolve(),
    })
  })
  return { chunks, text: () => text, ended }
}

test('what nobody keeps is read into the same memory again', async () => {
  const { transport, server } = await connected(() => {})
  const seen = listen(transport, true)
  for (const word of ['one', 'two']) {
    server.write(word)
    await expect.poll(() => seen.text()).toContain(word)
  }
  server.end()
  await seen.ended
  expect(new Set(seen.chunks.map(({ buffer }) => buffer)).size).toBe(1)
})

test('what somebody keeps stays as it was', async () => {
  const { transport, server } = await connected(() => {})
  const seen = listen(transport, false)
  for (const word of ['one', 'two', 'six']) {
    server.write(word)
    await expect.poll(() => seen.text()).toContain(word)
  }
  server.end()
  await seen.ended
  expect(Buffer.concat(seen.chunks).toString()).toBe('onetwosix')
})

test('what came before anybody listened is not lost', async () => {
  const { transport } = await connected((socket) => socket.end('early'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const seen = listen(transport, true)
  await seen.ended
  expect(seen.text()).toBe('early')
})

test('a pause holds octets back, and nothing of them is lost', async () => {
  const { transport, server } = await connected(() => {})
  const seen = listen(transport, true)
  transport.pause()
  server.write('held')
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(seen.text()).toBe('')
  transport.resume()
  await expect.poll(() => seen.text()).toBe('held')
  server.end('last')
  await seen.ended
  expect(seen.text()).toBe('heldlast')
})

test('a peer that is fast fills larger reads', async () => {
  const whole = Buffer.alloc(8 * 1024 * 1024, 'octets ')
  const { transport } = await connected((socket) => socket.end(whole))
  const seen = listen(transport, false)
  await seen.ended
  expect(Buffer.concat(seen.chunks).equals(whole)).toBe(true)
  expect(Math.max(...seen.chunks.map(({ length }) => length))).toBeGreaterThan(64 * 1024)
})

test('what is read goes where its reader has memory for it', async () => {
  const memory = Buffer.alloc(8)
  const { transport, server } = await connected((socket) => socket.write('early '))
  await new Promise((resolve) => setTimeout(resolve, 20))
  let text = ''
  let filled = 0
  const apart: string[] = []
  const ended = new Promise<void>((resolve) => {
    transport.start({
      data: (chunk) => {
        text += chunk.toString()
        if (chunk.buffer === memory.buffer) filled += chunk.length
        else apart.push(chunk.toString())
        return true
      },
      memory: () => (filled < memory.length ? memory.subarray(filled) : undefined),
      drain: () => {},
      end: resolve,
      close: () => resolve(),
    })
  })
  // where the next octets go was settled before anybody was there to ask
  server.write('one ')
  await expect.poll(() => text).toBe('early one ')
  server.end('seven and eight')
  await ended
  expect(text).toBe('early one seven and eight')
  expect(memory.toString()).toBe('seven an')
  expect(apart).toEqual(['early ', 'one ', 'd eight'])
})
