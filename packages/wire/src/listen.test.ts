import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { ConnectionError } from './errors.ts'
import { listen } from './listen.ts'

const { signal } = new AbortController()

async function call(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

test('one peer is waited for, and nobody listens any more when he has come', async () => {
  const waiting = await listen('127.0.0.1')
  const accepting = waiting.accept(signal)
  const peer = await call(waiting.port)
  const socket = await accepting
  expect(socket.remotePort).toBe(peer.localPort)
  await expect(call(waiting.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  socket.destroy()
  peer.destroy()
})

test('a peer who calls before anybody accepts is accepted', async () => {
  const waiting = await listen('127.0.0.1')
  const peer = await call(waiting.port)
  await new Promise((resolve) => setImmediate(resolve))
  const socket = await waiting.accept(signal)
  expect(socket.remotePort).toBe(peer.localPort)
  socket.destroy()
  peer.destroy()
})

test('close() tells who waits, and sends away who has come and was not accepted', async () => {
  const waiting = await listen('127.0.0.1')
  const accepting = waiting.accept(signal)
  const failed = expect(accepting).rejects.toThrow(ConnectionError)
  waiting.close()
  await failed
  const early = await listen('127.0.0.1')
  const peer = await call(early.port)
  peer.resume()
  await new Promise((resolve) => setImmediate(resolve))
  early.close()
  await once(peer, 'close')
})

test('close() behind accept() leaves the connection alone', async () => {
  const waiting = await listen('127.0.0.1')
  const peer = await call(waiting.port)
  const socket = await waiting.accept(signal)
  waiting.close()
  expect(socket.destroyed).toBe(false)
  socket.destroy()
  peer.destroy()
})

test('an abort ends the waiting and frees the port', async () => {
  const waiting = await listen('127.0.0.1')
  const leaving = new AbortController()
  const reason = new Error('left')
  const accepting = waiting.accept(leaving.signal)
  leaving.abort(reason)
  await expect(accepting).rejects.toBe(reason)
  await expect(call(waiting.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await expect(waiting.accept(AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('the ports are tried in their order, and when all are taken that is said', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  await expect(listen('127.0.0.1', [port, port])).rejects.toThrow(
    `no free port between ${port} and ${port} to listen on`,
  )
  await expect(listen('127.0.0.1', [port, port])).rejects.toMatchObject({ code: 'EADDRINUSE' })
  taken.close()
})

test('an address that is not ours is a ConnectionError', async () => {
  await expect(listen('192.0.2.1')).rejects.toThrow(ConnectionError)
})
