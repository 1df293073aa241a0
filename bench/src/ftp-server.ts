import { existsSync, statfsSync } from 'node:fs'
import { startProFtpd } from '../../e2e/src/proftpd.ts'
import { startVsftpd } from '../../e2e/src/vsftpd.ts'
import { startFtpDelayProxy } from './ftp-delay-proxy.ts'
import type { Prepared } from './harness.ts'
import type { Counts } from './measure.ts'

interface FtpServerOptions {
  /** Default: vsftpd. */
  server?: 'vsftpd' | 'proftpd'
  /** Whether the clients are to use AUTH TLS; data connections have to resume the session. */
  tls?: boolean
  /** Milliseconds of a round trip through the delay proxy; without it clients reach the server directly. */
  roundTrip?: number
  /** Which trips are counted: all, or those until the client says that it is there. Default: all. */
  count?: 'all' | 'marked'
  /** Where vsftpd's files are; in the folder for temporary files unless told, as ProFTPD's always are. */
  place?: string | undefined
  /** Fills alice's home, and says what the clients have to know besides. */
  seed(home: string): Readonly<Record<string, string>>
  /** What a client has to count, by its name. */
  expect(client: string): Counts
  /** What is to be seen in alice's home when a client has ended. */
  inspect?(home: string): Counts
}

/** An FTP server of its own with alice's home filled, as the clients of a job find it. */
export const ftpServer = async (options: FtpServerOptions): Promise<Prepared> => {
  const stops: (() => unknown)[] = []
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    const place = options.place === undefined ? {} : { place: options.place }
    const server = options.server === 'proftpd' ? await startProFtpd() : await startVsftpd(place)
    stops.push(() => server.stop())
    const home = server.home('alice')
    const more = options.seed(home)
    const { roundTrip, count = 'all', inspect } = options
    const { passive } = server
    const port = server.ports.ftp
    const proxy = roundTrip === undefined ? undefined : await startFtpDelayProxy({ port, passive, roundTrip })
    if (proxy) stops.push(() => proxy.close())
    return {
      env: {
        BENCH_HOST: proxy?.host ?? server.host,
        BENCH_PORT: String(port),
        BENCH_USER: server.users.alice.name,
        BENCH_PASSWORD: server.users.alice.password,
        ...(options.tls && { BENCH_CA: server.caFile }),
        ...(proxy && { BENCH_MARK: String(proxy.markPort) }),
        ...more,
      },
      expect: options.expect,
      ...(inspect && { inspect: () => inspect(home) }),
      ...(proxy && {
        trips: async () => {
          const { trips, marked, flights } = await proxy.report()
          return { trips: count === 'marked' ? (marked ?? Number.NaN) : trips, flights }
        },
      }),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A folder in memory, where the system has one with so much room; the one for temporary files otherwise. */
export const memory = (octets: number): string | undefined => {
  const place = '/dev/shm'
  if (!existsSync(place)) return undefined
  const { bavail, bsize } = statfsSync(place)
  return bavail * bsize > octets ? place : undefined
}
