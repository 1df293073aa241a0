import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { PortRange } from '../../e2e/src/ports.ts'
import type { Clock } from './delay-line.ts'
import { type ConnectionReport, startDelayProxy } from './delay-proxy.ts'
import { Journey } from './trip-clock.ts'

export interface FtpDelayProxyOptions {
  /** Where the server listens on 127.0.0.1 for control connections. */
  port: number
  /** And for data connections. */
  passive: PortRange
  /** Milliseconds from a question to its answer. Default 0. */
  roundTrip?: number
  clock?: Clock
}

/** What a client did over all its connections. */
export interface FtpReport extends ConnectionReport {
  /** Round trips when it said, by calling `markPort`, that it was there. */
  marked: number | undefined
  connections: number
}

export interface FtpDelayProxy {
  readonly host: string
  /** That of the server: EPSV names a port and no host, so the ports here have to be those there. */
  readonly port: number
  /** A client that connects here says: the trips until now are what I want to know. There is no delay, and no answer. */
  readonly markPort: number
  /** Waits until every open connection has ended; what they did since the last call. */
  report(): Promise<FtpReport>
  /** Cuts what is still open and stops listening. */
  close(): Promise<void>
}

/**
 * A wire with a delay between FTP clients and a server, data connections too, also where TLS hides their ports: another
 * address of loopback with the same ports.
 *
 *   client ──► 127.0.0.2:2121  ─ ½ trip ─►  127.0.0.1:2121
 *          ◄── 229 (|||30007|) ─────────────
 *          ──► 127.0.0.2:30007 ─ ½ trip ─►  127.0.0.1:30007
 *
 * What a client says on its control connection once its data connection is there leaves a trip early, for the kernel lets
 * it in at once; the data does not come earlier by that, since it has to wait for the connection.
 */
export const startFtpDelayProxy = async (options: FtpDelayProxyOptions): Promise<FtpDelayProxy> => {
  const { port, passive, roundTrip = 0, clock } = options
  const host = '127.0.0.2'
  let journey = new Journey()
  let marked: number | undefined
  const wire = (each: number) =>
    startDelayProxy({
      port: each,
      roundTrip,
      listen: { host, port: each },
      journey: () => journey,
      countEnds: each !== port,
      ...(clock && { clock }),
    })
  const marks = createServer((socket) => {
    marked ??= journey.trips
    socket.destroy()
  }).listen(0, host)
  await once(marks, 'listening')
  const ports = [port, ...Array.from({ length: passive.last - passive.first + 1 }, (_, index) => passive.first + index)]
  const started = await Promise.allSettled(ports.map(wire))
  const wires = started.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
  const close = async (): Promise<void> => {
    marks.close()
    await Promise.all(wires.map((each) => each.close()))
  }
  const broken = started.find((each) => each.status === 'rejected')
  if (broken) {
    await close()
    throw broken.reason
  }
  return {
    host,
    port,
    markPort: (marks.address() as AddressInfo).port,
    report: async () => {
      const reports = (await Promise.all(wires.map((each) => each.reports()))).flat()
      const sum = (of: 'flights' | 'up' | 'down'): number => reports.reduce((total, report) => total + report[of], 0)
      const { trips } = journey
      const report = { trips, marked, flights: sum('flights'), up: sum('up'), down: sum('down') }
      journey = new Journey()
      marked = undefined
      return { ...report, connections: reports.length }
    },
    close,
  }
}
