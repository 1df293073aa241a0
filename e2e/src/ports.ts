import { connect, createServer } from 'node:net'

/**
 * Below the range from which the system takes the ports of outgoing connections (32768 and up), so that no connection made
 * between our choice and the server's start can take one away.
 */
const FIRST = 12_000
const LAST = 31_999

/** Vitest's processes that run at the same time have a half each: neither takes what the other is about to use. */
const half = Number(process.env['VITEST_POOL_ID'] ?? 0) % 2
const span = (LAST + 1 - FIRST) / 2

/** Chosen in this process and perhaps not yet bound by their server. */
const taken = new Set<number>()

/** The loopback addresses of this machine: always 127.0.0.1, and ::1 where there is IPv6. */
export const loopback = async (): Promise<string[]> =>
  (await canListen('::1', 0)) ? ['127.0.0.1', '::1'] : ['127.0.0.1']

/** One port per name, free on every loopback address. */
export const freePorts = async <Name extends string>(...names: Name[]): Promise<Record<Name, number>> => {
  const ports: Partial<Record<Name, number>> = {}
  for (const name of names) ports[name] = (await freeRange(1)).first
  return ports as Record<Name, number>
}

/** Neighbouring ports, both ends included. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** `count` neighbouring free ports, as FTP servers want them for passive mode. */
export const freeRange = async (count: number): Promise<PortRange> => {
  for (let attempt = 0; attempt < 500; attempt++) {
    // a random place, not the lowest free one: two runs that start together do not meet
    const first = FIRST + half * span + Math.floor(Math.random() * (span - count))
    const range = Array.from({ length: count }, (_, index) => first + index)
    if (!(await allFree(range))) continue
    for (const port of range) taken.add(port)
    return { first, last: first + count - 1 }
  }
  throw new Error(`no ${count} neighbouring free ports between ${FIRST} and ${LAST} on loopback`)
}

/** Whether something accepts connections there, now. */
export const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port })
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })

const allFree = async (range: number[]): Promise<boolean> => {
  for (const port of range) {
    if (taken.has(port) || !(await canListen('127.0.0.1', port))) return false
    // on a machine without IPv6 nothing can hold the port there either
    if (!(await canListen('::1', port)) && (await canListen('::1', 0))) return false
  }
  return true
}

const canListen = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
