import { isIP } from 'node:net'
import { type Reply, type ReplyError, type Script, type Talk, until } from '@linewire/wire'
import { extendedAddress, hostPort, plainAddress } from './address.ts'
import type { DataListening } from './data-network.ts'
import type { DataOptions, Plan } from './data-options.ts'
import { flight } from './flight.ts'
import { refused } from './reply.ts'
import { failed } from './transfer-error.ts'

/** Active mode: we listen and say where. RFC 959 §4.1.2 PORT, 2428 §2 EPRT */
export class ActiveMode {
  #eprtFails = false;

  /** Listens, at the address that the control connection has, and for its peer alone. */
  *open(
    io: Talk,
    { active, network }: Pick<DataOptions, 'active' | 'network'>,
    { local, peer }: { local: string | undefined; peer: string },
    plan: Plan,
  ): Script<DataListening> {
    const own = plainAddress(local ?? '')
    const waiting = yield* listening(io, network.listen(own, active?.ports, peer))
    let announced = false
    try {
      yield* this.#announce(io, active?.address ?? own, waiting.port, plan)
      announced = true
      return waiting
    } finally {
      if (!announced) waiting.close()
    }
  }

  *#announce(io: Talk, address: string, port: number, { behind, together, ...plan }: Plan): Script<void> {
    let { before } = plan
    let refusal: ReplyError | undefined
    const extended = ['EPRT', extendedAddress(address, port)] as const
    const old = ['PORT', hostPort(address, port)] as const
    for (const [verb, place] of isIP(address) === 6 ? [extended] : this.#eprtFails ? [old] : [extended, old]) {
      const heard = (said: Reply): void => {
        refusal = said.code < 400 ? undefined : refused({ name: verb }, said)
      }
      yield* flight(io, [...before, { line: `${verb} ${place}`, heard }], together)
      before = []
      if (refusal === undefined) {
        this.#eprtFails = verb === 'PORT'
        yield* flight(io, behind, together)
        return
      }
      // not now: other words would not help
      if (refusal.transient) break
    }
    throw refusal
  }
}

function* listening(io: Talk, waiting: Promise<DataListening>): Script<DataListening> {
  let taken = false
  try {
    const found = yield* until(waiting)
    taken = true
    return found
  } catch (error) {
    throw failed(io.name, 'cannot listen for a data connection', error)
  } finally {
    // when the control connection is lost meanwhile, this script is only told to return
    if (!taken) waiting.then(({ close }) => close()).catch(() => {})
  }
}
