import { Readable } from 'node:stream'
import type { Source } from '@linewire/wire'
import { expect, test } from 'vitest'
import { outgoingOctets as pieces } from './outgoing-octets.ts'

const octets = Buffer.from('Grüße')

test('a stream is told at once that it is left, though its next piece is awaited', async () => {
  let told = ''
  const node = new Readable({ read() {} })
  const web = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(octets),
    cancel: () => {
      told = 'cancelled'
    },
  })
  node.push(octets)
  for (const [source, left] of [
    [node, () => node.destroyed],
    [web, () => told === 'cancelled' && !web.locked],
  ] as const) {
    const all = pieces(source)
    expect(Buffer.from((await all.next()).value!).equals(octets)).toBe(true)
    const next = all.next().catch(() => {})
    await all.return()
    await next
    expect(left()).toBe(true)
  }
})

test('a stream that came to its end is free', async () => {
  const web = new Blob([octets]).stream() as ReadableStream<Uint8Array>
  for await (const piece of pieces(web as Source)) expect(Buffer.from(piece).equals(octets)).toBe(true)
  expect(web.locked).toBe(false)
})
