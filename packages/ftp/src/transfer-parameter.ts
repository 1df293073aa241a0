import type { Step } from './flight.ts'
import { refused } from './reply.ts'

/** `I`: octets as they are. `A`: lines of text, which end in CR LF on the wire. RFC 959 §3.1.1 */
export type TypeCode = 'A' | 'I'

/** `S`: the octets as they are, to the end of the connection. `Z`: deflated. RFC 959 §3.4, draft-preston-ftpext-deflate-04 */
export type ModeCode = 'S' | 'Z'

/** TYPE or MODE of a connection: said when another value is needed, and remembered. RFC 959 §4.1.2 */
export class TransferParameter<V extends string> {
  /** what the server has taken; undefined when that is not known */
  current: V | undefined
  readonly #verb: string

  constructor(verb: string, initial?: V) {
    this.#verb = verb
    this.current = initial
  }

  /** What has to be said for a value: nothing, when it is that already. */
  steps(wanted: V): Step[] {
    if (this.current === wanted) return []
    this.current = undefined
    const line = `${this.#verb} ${wanted}`
    return [
      {
        line,
        heard: (said) => {
          // any success will do: some say 226 for TYPE
          if (said.code >= 400) throw refused({ name: line }, said)
          this.current = wanted
        },
      },
    ]
  }
}
