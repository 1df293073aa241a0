import { type Fault, garbage, upTo } from './fault.ts'
import { flood } from './flood.ts'
import type { MemoryTransport } from './memory-transport.ts'

/** What a step means for the control connection: what it says next, how it ends, or that nobody knows what follows. */
export interface Aftermath {
  readonly instead?: string
  readonly control?: 'stall' | 'close' | 'reset' | 'astray'
  readonly problem?: string
}

export interface Saying {
  readonly fault: Fault | undefined
  /** the line that is said a second time */
  readonly again: Buffer | undefined
  /** whether the client is done */
  over(): boolean
}

/** Says one line, or what comes of it; a promise only where the client must have taken a lot. */
export function sayLine(
  transport: MemoryTransport,
  octets: Buffer,
  { fault, again, over }: Saying,
): Aftermath | Promise<Aftermath> {
  if (fault?.kind === 'octets') {
    for (const octet of octetByOctet(octets)) transport.say(octet)
    return {}
  }
  if (fault === undefined || fault.when === 'throughout') {
    transport.say(octets)
    return {}
  }
  if (again !== undefined) {
    // in one chunk: behind the next command nobody could tell it from its reply
    transport.say(Buffer.concat([octets, again]))
    return { control: 'astray' }
  }
  const before = upTo(octets, fault)
  if (before.length > 0) transport.say(before)
  if (fault.kind === 'close' || fault.kind === 'reset' || fault.kind === 'stall') return { control: fault.kind }
  if (fault.kind === 'garbage') {
    transport.say(garbage)
    if (fault.when === 'before') transport.say(octets)
    return { control: 'astray' }
  }
  return flooded(transport, over)
}

async function flooded(transport: MemoryTransport, over: () => boolean): Promise<Aftermath> {
  const taken = await flood(transport, over)
  return { control: 'close', ...(taken ? { problem: 'took 2 MiB without a line end' } : {}) }
}

export function* octetByOctet(octets: Buffer): Generator<Buffer, void, undefined> {
  for (const octet of octets) yield Buffer.from([octet])
}
