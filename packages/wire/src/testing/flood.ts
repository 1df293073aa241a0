import type { MemoryTransport } from './memory-transport.ts'
import { turn } from './virtual-clock.ts'

/** octets: no limit of any line is as high */
const most = 2 * 1024 * 1024

/** Says something without an end, as fast as the client takes it; true when it took all of it. */
export async function flood(transport: MemoryTransport, over: () => boolean): Promise<boolean> {
  const piece = Buffer.alloc(16_384, 'x')
  for (let said = 0; said < most; said += piece.length) {
    transport.say(piece)
    do await turn()
    while (transport.paused && !transport.destroyed && !over())
    if (transport.destroyed || over()) return false
  }
  return true
}
