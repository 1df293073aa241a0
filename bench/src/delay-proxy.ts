import { once } from 'node:events'
import { type AddressInfo, createServer, Socket } from 'node:net'
import { type Clock, systemClock } from './delay-line.ts'
import { Direction } from './direction.ts'
import { type Journey, TripClock } from './trip-clock.ts'

/** What one connection did. `up` and `down` are octets from and to the client. */
export interface ConnectionReport {
  trips: number
  flights: number
  up: number
  down: number
}

export interface DelayProxyOptions {
  /** Where the server listens. Default 127.0.0.1. */
  host?: string
  port: number
  /** Milliseconds from a question to its answer; each direction holds half of it back. Default 0. */
  roundTrip?: number
  /** Where the proxy listens. Default: a free port of 127.0.0.1. */
  listen?: { host: string; port: number }
  /** Which journey a new connection belongs to. Default: each is one of its own. */
  journey?: () => Journey
  /** Whether ends are waited for and count as something said: those of FTP's data connections. Default false. */
  countEnds?: boolean
  /** Told of every connection that has ended. */
  onReport?: (report: ConnectionReport) => void
  clock?: Clock
}

export interface DelayProxy {
  readonly host: string
  readonly port: number
  /** Waits until every open connection has ended; the reports of those that ended since the last call. */
  reports(): Promise<ConnectionReport[]>
  /** Cuts what is still open and stops listening. */
  close(): Promise<void>
}

/** A wire with a delay between clients and a server. */
export const startDelayProxy = async (options: DelayProxyOptions): Promise<DelayProxy> => {
  const open = new Map<Promise<void>, () => void>()
  let ended: ConnectionReport[] = []
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const { report, cut } = carry(client, options)
    const over = report.then((done) => {
      open.delete(over)
      ended.push(done)
      options.onReport?.(done)
    })
    open.set(over, cut)
  })
  const { host, port } = options.listen ?? { host: '127.0.0.1', port: 0 }
  server.listen(port, host)
  await once(server, 'listening')
  return {
    host,
    port: (server.address() as AddressInfo).port,
    reports: async () => {
      await Promise.all(open.keys())
      const reports = ended
      ended = []
      return reports
    },
    close: async () => {
      for (const cut of open.values()) cut()
      server.close()
      await once(server, 'close')
    },
  }
}

/**
 * One connection. The kernel accepts at once, so the trip of a real handshake is added here: the server is dialled when
 * the client's ACK would reach it (1½ trips), and nothing that the client says leaves before its SYN-ACK came (1 trip).
 *
 *   client ── SYN ──────►  0 … ½
 *          ◄── SYN-ACK ──  ½ … 1
 *          ── ACK, data ─► 1 … 1½   dialled here
 *          ◄── greeting ─  1½ … 2
 */
const carry = (client: Socket, options: DelayProxyOptions): { report: Promise<ConnectionReport>; cut: () => void } => {
  const { host = '127.0.0.1', port, roundTrip = 0, clock = systemClock } = options
  const half = roundTrip / 2
  const connected = clock.now() + roundTrip
  const trips = new TripClock(options.journey?.())
  const server = new Socket({ allowHalfOpen: true })

  const up = new Direction(client, server, half, clock, {
    leave: () => trips.leaveClient(),
    reach: (mark) => trips.reachServer(mark),
    ...(options.countEnds && { end: () => trips.endClient() }),
  })
  const down = new Direction(server, client, half, clock, {
    leave: () => trips.leaveServer(),
    reach: (mark) => trips.reachClient(mark),
    ...(options.countEnds && { end: () => trips.leaveServer() }),
  })
  const cut = (): void => {
    for (const direction of [up, down]) direction.cut()
  }
  client.on('error', cut)
  server.on('error', cut)
  // the dial travels first on the same line, so nothing can overtake it
  up.start(connected, () => {
    trips.connectServer()
    server.connect({ host, port })
  })
  down.start(connected)

  const report = Promise.all([closed(client), closed(server)]).then(() => ({
    trips: trips.trips,
    flights: trips.flights,
    up: up.octets,
    down: down.octets,
  }))
  return { report, cut }
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))
