import { type DialOptions, excerpt, type Reply, type Script, type Talk, until } from '@linewire/wire'
import { type Place, placeIn } from './address.ts'
import type { DataTransport } from './data-connection.ts'
import type { DataNetwork } from './data-network.ts'
import type { Plan } from './data-options.ts'
import { flight } from './flight.ts'
import { refused } from './reply.ts'
import { failed, type TransferError } from './transfer-error.ts'

/** The server listens: where, or why not. Throws when what comes before it is refused. RFC 959 §4.1.2, 2428 §3 */
export function* askPlace(
  io: Talk,
  verb: 'EPSV' | 'PASV',
  { before, together }: Pick<Plan, 'before' | 'together'>,
): Script<Place | Error> {
  let said: Reply | undefined
  const heard = (answer: Reply): void => {
    said = answer
  }
  // a 226 is one too many to the transfer before
  const stray = ({ code }: Reply): boolean => code === 226 || code === 250
  yield* flight(io, [...before, { line: verb, heard, stray }], together)
  if (said!.code >= 400) return refused({ name: verb }, said!)
  const what = `${verb}: expected a port, got ${excerpt(`${said!.code} ${said!.text}`)}`
  return placeIn(said!) ?? failed(io.name, what, undefined, 'ERR_PASSIVE')
}

/** Calls the server. What comes right before the transfer is said meanwhile; throws when that is refused. */
export function* call(
  io: Talk,
  network: DataNetwork,
  options: DialOptions,
  { behind, together }: Pick<Plan, 'behind' | 'together'>,
  verb: string,
): Script<DataTransport | TransferError> {
  const dialling = network.dial({ ...options, signal: io.signal })
  const made = dialling.catch((error: unknown) => failed(io.name, `${verb}: no data connection`, error))
  let taken = false
  try {
    yield* flight(io, behind, together)
    const transport = yield* until(made)
    taken = true
    return transport
  } finally {
    // also when the control connection is lost meanwhile, and this script only told to return
    if (!taken) dialling.then((transport) => transport.destroy()).catch(() => {})
  }
}
