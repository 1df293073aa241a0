import type { Script, Talk } from '@linewire/wire'
import { completed, named } from './reply.ts'

/** `I`: octets as they are. `A`: lines of text, which end in CR LF on the wire. RFC 959 §3.1.1 */
export type TypeCode = 'A' | 'I'

/** The representation type of a connection: sent when another is needed, and remembered. */
export class TransferType {
  current: TypeCode | undefined;

  *set(io: Talk, wanted: TypeCode): Script<void> {
    if (this.current === wanted) return
    this.current = undefined
    io.output.line(`TYPE ${wanted}`)
    yield* completed(named(io, `TYPE ${wanted}`))
    this.current = wanted
  }
}
