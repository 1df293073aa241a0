import { type Command, TlsError, type Transport, until } from '@linewire/wire'
import { finalReply, refused } from '../reply.ts'

/**
 * Takes TLS off the control connection again: whoever is on the way may read commands and names, and firewalls see which
 * ports are meant. What PROT has said of data stays. RFC 2228 §3, 4217 §6
 * @throws {TlsError} when TLS was there from the first octet
 */
export const ccc = (transport: Transport): Command<void> => ({
  line: undefined,
  name: 'CCC',
  turn: 'alone',
  *talk(io) {
    // the server may say goodbye to TLS right behind its consent
    const clearing = transport.clear?.()
    if (!clearing) throw new TlsError('CCC: this transport cannot take TLS off again', 'ERR_TLS_CLEAR')
    io.output.line('CCC')
    const said = yield* finalReply(io)
    if (said.code >= 400) {
      clearing.cancel()
      throw refused(io, said)
    }
    yield* until(clearing.done())
  },
})
