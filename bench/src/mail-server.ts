import { startDovecot } from '../../e2e/src/dovecot.ts'
import { startDelayProxy } from './delay-proxy.ts'
import type { Prepared } from './harness.ts'
import type { Maildrop } from './maildir.ts'
import type { Counts } from './measure.ts'

interface MailServerOptions {
  protocol: 'pop3' | 'imap'
  /** Milliseconds of a round trip through the delay proxy; without it clients reach the server directly. */
  roundTrip?: number
  /** Fills alice's Maildir. */
  seed(maildir: string): Maildrop
  /** What a client has to count, by its name. */
  expect(maildrop: Maildrop, client: string): Counts
}

/** A Dovecot of its own with alice's maildrop filled, as the clients of a job find it. */
export const mailServer = async ({ protocol, roundTrip, seed, expect }: MailServerOptions): Promise<Prepared> => {
  const dovecot = await startDovecot()
  try {
    const maildrop = seed(dovecot.maildir('alice'))
    const port = dovecot.ports[protocol]
    const proxy = roundTrip === undefined ? undefined : await startDelayProxy({ port, roundTrip })
    return {
      env: {
        BENCH_HOST: dovecot.host,
        BENCH_PORT: String(proxy?.port ?? port),
        BENCH_USER: dovecot.users.alice.name,
        BENCH_PASSWORD: dovecot.users.alice.password,
        BENCH_MESSAGES: String(maildrop.messages),
      },
      expect: (client) => expect(maildrop, client),
      ...(proxy && {
        trips: async () => {
          const reports = await proxy.reports()
          const sum = (of: 'trips' | 'flights'): number => reports.reduce((total, report) => total + report[of], 0)
          return { trips: sum('trips'), flights: sum('flights') }
        },
      }),
      stop: async () => {
        await proxy?.close()
        await dovecot.stop()
      },
    }
  } catch (error) {
    await dovecot.stop()
    throw error
  }
}
