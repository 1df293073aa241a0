// The least for one large file to a file: large reads into buffers that are used again, whole buffers written.
import { once } from 'node:events'
import { target } from './limit-file.mjs'
import { dial, next, nextPort, quit, send } from './limit-ftp-session.mjs'

const { BENCH_REMOTE: remote, BENCH_LOCAL: local, BENCH_MODE: mode } = process.env
const file = await target(local, mode)
const data = dial(await nextPort(), file.onread)
file.from(data)
const ended = once(data, 'close')
await once(data, 'connect')
send(`RETR ${remote}`)
await ended
const octets = await file.finish()
await next('226')
quit()
console.log(JSON.stringify({ octets }))
