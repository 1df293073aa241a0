import { NntpClient, type NntpOptions } from '@linewire/nntp'
import type { Inn, InnPort } from '../../src/inn.ts'
import { users } from '../../src/users.ts'

/** One way to reach INN: the suites run in every one. */
export interface Room {
  readonly tls: 'implicit' | 'starttls' | 'none'
  readonly loggedIn: boolean
  connect(): Promise<NntpClient>
  /** A Message-ID of this room alone: all rooms post to the same server. */
  fresh(name: string): string
}

type Way = readonly [title: string, port: InnPort, tls: Room['tls'], login?: 'logged in']

/** Every port of INN, in clear and over TLS, with and without a login. */
export const ways: readonly Way[] = [
  ['nnrpd in clear', 'nntp', 'none'],
  ['nnrpd in clear, logged in', 'nntp', 'none', 'logged in'],
  ['nnrpd after STARTTLS', 'nntp', 'starttls'],
  ['nnrpd over TLS', 'nntps', 'implicit'],
  ['nnrpd over TLS, logged in', 'nntps', 'implicit', 'logged in'],
  ['nnrpd that wants a login, in clear', 'login', 'none', 'logged in'],
  ['nnrpd that wants a login, after STARTTLS', 'login', 'starttls', 'logged in'],
  ['innd that hands over to nnrpd', 'transit', 'none'],
  ['innd that hands over to nnrpd, logged in', 'transit', 'none', 'logged in'],
  ['innd that hands over to nnrpd, after STARTTLS', 'transit', 'starttls'],
]

export const alice = { user: users.alice.name, password: users.alice.password }

/** Connects to a port of INN by the name that its certificate carries. */
export const dial = (inn: Inn, port: InnPort, options: Partial<NntpOptions> = {}): Promise<NntpClient> =>
  NntpClient.connect({ host: 'localhost', port: inn.ports[port], tlsOptions: { ca: inn.certificates.ca }, ...options })

export const room = (inn: Inn, [, port, tls, login]: Way): Room => ({
  tls,
  loggedIn: login !== undefined,
  connect: () => dial(inn, port, { tls, ...(login === undefined ? {} : { auth: alice }) }),
  fresh: (name) => `<${name}.${port}.${tls}.${login === undefined ? 'out' : 'in'}@lab.test>`,
})
