import { isIP } from 'node:net'
import { type Reply, ReplyError } from '@linewire/wire'
import { extendedAddress, hostPort, placeIn } from '../address.ts'
import { refused } from '../reply.ts'
import { failed } from '../transfer-error.ts'
import { addressOf, Disagreement, type Side } from './side.ts'

/** How the two agree on who is the client of TLS between them, which neither of them is used to be. */
export type Handshake = 'none' | 'CPSV' | 'SSCN'

/** The listener says its port, and the caller is told it, with the address that we know. */
export async function listen(listener: Side, caller: Side, handshake: Handshake): Promise<void> {
  const address = addressOf(listener)
  const six = isIP(address) === 6
  if (handshake === 'CPSV' && !listener.session.capabilities.has('CPSV')) {
    const text = 'neither server can be the client of TLS (SSCN, CPSV): use protectData: false'
    throw new Disagreement('', { cause: new ReplyError({ command: 'CPSV', code: '504', text }) })
  }
  const said = await agreed(listener, handshake === 'CPSV' ? ['CPSV'] : six ? ['EPSV'] : ['PASV', 'EPSV'])
  const place = placeIn(said)
  if (place === undefined) throw failed('copyTo', `expected a port, got ${said.text}`, undefined, 'ERR_PASSIVE')
  const extended = `EPRT ${extendedAddress(address, place.port)}`
  await agreed(caller, six ? [extended] : [`PORT ${hostPort(address, place.port)}`, extended])
}

/** The first of several lines that is not refused. */
async function agreed({ talk }: Side, lines: readonly string[]): Promise<Reply> {
  let reason: Error | undefined
  for (const line of lines) {
    const said = await talk.ask(line)
    if (said.code < 400) return said
    reason ??= refused({ name: line }, said)
  }
  throw new Disagreement('', { cause: reason })
}
