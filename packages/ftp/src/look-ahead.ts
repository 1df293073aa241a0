import type { Reply } from '@linewire/wire'

/** These leave what comes during a transfer alone until it is over; others answer at once, or break it off. */
const patient = /vsftpd|proftpd|pure-ftpd/i

/**
 * These send all of a file to a client that has said its own end of the data connection already, and wait for that end
 * before they say 226: a round trip less for each file when it is there in time. To others it is the end of everything.
 */
const sendsAnyway = /vsftpd|proftpd/i

/** Whether a server that says this may be asked for the next data port while a transfer is on. */
export const leavesNextAlone = (greeting: string): boolean => patient.test(greeting)

/** Where the reply goes. */
interface Expecting {
  /** whether an EPSV may be sent before its transfer */
  readonly mayExpect: boolean
  /** False: there is no port in it. */
  expect(said: Reply): boolean
}

/**
 * The data port of the next transfer, asked for in one write with the command of this one: a round trip less for each
 * file. Only where another transfer waits, or transfers follow each other, and the server is known to take it.
 *
 *     RETR a   ──►  150 … 226
 *     EPSV          229        ──► RETR b
 */
export class LookAhead {
  /** off for good at the first surprise */
  allowed = false
  /** an EPSV is sent and has no reply */
  owed = false
  /** transfers that were called one behind the other, with no other command between */
  row = 0
  /** transfers that are called and have not begun */
  #queued = 0
  readonly #connections: Expecting
  readonly #sendsAnyway: boolean

  constructor(connections: Expecting, greeting = '') {
    this.#connections = connections
    this.#sendsAnyway = sendsAnyway.test(greeting)
  }

  /** Whether the server may be asked at all, and its answer used. */
  get possible(): boolean {
    return this.allowed && this.#connections.mayExpect
  }

  get wanted(): boolean {
    return this.possible && (this.#queued > 0 || this.row > 2)
  }

  /** Whether our end of a download may be said before its octets come; never through TLS, whose end is its goodbye. */
  get endsEarly(): boolean {
    return this.owed && this.#sendsAnyway
  }

  /** A transfer is called, and will begin or not: returns what ends its waiting. */
  queue(): () => void {
    this.row = this.#queued > 0 ? 0 : this.row + 1
    this.#queued++
    let waits = true
    return () => {
      if (waits) this.#queued--
      waits = false
    }
  }

  /** The reply is in. `early`: before the transfer's own, as if that were none of the server's concern. */
  heard(said: Reply, early: boolean): void {
    this.owed = false
    if (!this.#connections.expect(said) || early) this.allowed = false
  }
}
