// The engine of wire over a server in memory, which answers every line at once: nothing but our own work is measured.
// BENCH_CHANNELS are subscribed to, BENCH_DEPTH commands are in flight; BENCH_WIRE says which of the two copies is meant.
import { subscribe } from 'node:diagnostics_channel'

const { BENCH_WIRE: wire = 'BENCH_TRACED', BENCH_CHANNELS: channels = '' } = process.env
const { BENCH_DEPTH: depth, BENCH_EXCHANGES: exchanges } = process.env
const { inOrder, line, open, settings } = await import(process.env[wire])

let events = 0
for (const channel of channels.split(' ').filter(Boolean)) {
  subscribe(`linewire:${channel}`, () => {
    events += 1
  })
}

const flight = Number(depth)
const reply = '+OK 2 320\r\n'
const replies = Buffer.from(reply.repeat(flight))

class Memory {
  secure = false
  #events
  start(events) {
    this.#events = events
  }
  write(data) {
    let lines = 0
    for (let at = data.indexOf('\n'); at >= 0; at = data.indexOf('\n', at + 1)) lines += 1
    queueMicrotask(() => this.#events.data(replies.subarray(0, lines * reply.length)))
    return true
  }
  pause() {}
  resume() {}
  end() {}
  destroy() {}
}

const stat = {
  line: 'STAT',
  *talk({ input }) {
    return yield* line(input)
  },
}

let octets = 0
const schemes = { pop: { port: 110, tls: 'none' } }
await open(settings('memory', { transport: new Memory() }, schemes), inOrder, { depth: flight }, async (engine) => {
  for (let done = 0; done < Number(exchanges); done += flight) {
    const texts = await Promise.all(Array.from({ length: flight }, () => engine.submit(stat)))
    for (const text of texts) octets += text.length
  }
  engine.close()
})
console.log(JSON.stringify({ items: octets / (reply.length - 2), events }))
