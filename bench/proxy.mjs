// The delay proxy as a process of its own: node bench/proxy.mjs --port 10110 --round-trip 20
// The first line names the port to use instead; then one line for each connection that has ended.
import { parseArgs } from 'node:util'
import './src/typescript.mjs'

const { startDelayProxy } = await import('./src/delay-proxy.ts')
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string' },
    'round-trip': { type: 'string', default: '20' },
  },
})
if (!values.port) throw new Error('--port says where the server listens')

const print = (line) => console.log(JSON.stringify(line))
const proxy = await startDelayProxy({
  host: values.host,
  port: Number(values.port),
  roundTrip: Number(values['round-trip']),
  onReport: print,
})
print({ host: proxy.host, port: proxy.port })
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => proxy.close())
