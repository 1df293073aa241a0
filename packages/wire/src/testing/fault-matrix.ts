import process from 'node:process'
import { inspect, isDeepStrictEqual } from 'node:util'
import { ConnectionError } from '../errors.ts'
import { dataFaults } from './data-fault.ts'
import { deliveries, type Fault, faults, handshakeFaults, type Manners, tells } from './fault.ts'
import { FaultyPeer, type PeerOptions } from './peer.ts'
import { transcript } from './transcript.ts'
import { virtualClock } from './virtual-clock.ts'

/** Drives a client through the conversation, its goodbye included, and returns what it learned. */
export type Drive = (options: PeerOptions, watch: <T>(promise: Promise<T>) => Promise<T>) => Promise<unknown>

export interface FaultMatrixOptions extends Manners {
  /** the conversation is under TLS from its first octet on */
  secure?: boolean
  /** the client puts TLS on the connection in mid-conversation: that handshake has its own faults */
  upgrades?: boolean
}

/** One case, as a test runner wants it. */
export interface FaultCase {
  readonly name: string
  /** Runs it; rejects with what the client did wrong. One after the other: it takes the process's clock. */
  run(): Promise<void>
}

/**
 * Every fault at every step of a conversation: the peer closes, resets, stalls, sends garbage, one octet at a time, an
 * extra reply, a line without an end; before, in and after each line that the server says. The first case is the
 * conversation without a fault, the last ones are ways to deliver it.
 *
 * Each case checks that every promise settles; that it rejects with the error that tells the fault, or gives what it
 * gives without one; that no rejection is unhandled, no timer runs, no listener is left on the signal, the connection is
 * closed, and no half of a line was written.
 *
 * @param drive must say the goodbye, or close: a call that fails may leave the connection alive. What it has begun and
 * does not await it hands to `watch`.
 */
export function faultMatrix(text: string, drive: Drive, options: FaultMatrixOptions = {}): FaultCase[] {
  const steps = transcript(text)
  const trial = (fault?: Fault): Promise<Trial> => attempt(steps, drive, fault, options)
  let sound: Promise<unknown> | undefined
  const handshake = options.upgrades ? handshakeFaults() : []
  const found = [...faults(steps, options), ...dataFaults(steps), ...handshake, ...deliveries()]
  const wanted = (): Promise<unknown> => (sound ??= trial().then((result) => judge(result)))
  return [
    { name: 'no fault', run: async () => void (await wanted()) },
    ...found.map((fault) => ({
      name: fault.name,
      run: async (): Promise<void> => {
        const value = await wanted()
        judge(await trial(fault), fault, value)
      },
    })),
  ]
}

interface Trial {
  readonly outcome: PromiseSettledResult<unknown>
  /** the outcomes of what the client's driver handed to watch() */
  readonly watched: readonly PromiseSettledResult<unknown>[]
  readonly problems: readonly string[]
}

const never: PromiseSettledResult<unknown> = { status: 'rejected', reason: undefined }

async function attempt(
  steps: ReturnType<typeof transcript>,
  drive: Drive,
  fault: Fault | undefined,
  { secure = false }: FaultMatrixOptions,
): Promise<Trial> {
  const clock = virtualClock()
  const peer = new FaultyPeer(fault, clock, secure)
  const note = (reason: unknown): void => void peer.problems.push(`left a rejection unhandled: ${inspect(reason)}`)
  process.on('unhandledRejection', note)
  try {
    const begun: Promise<unknown>[] = []
    const outcomes: PromiseSettledResult<unknown>[] = []
    let outcome = never
    const watch = <T>(promise: Promise<T>): Promise<T> => {
      begun.push(settled(promise).then((result) => outcomes.push(result)))
      return promise
    }
    const driven = settled(drive(peer.options, watch)).then((result) => {
      outcome = result
      return Promise.all(begun)
    })
    await peer.play(steps, driven)
    return { outcome, watched: outcomes, problems: peer.problems }
  } finally {
    clock.restore()
    process.off('unhandledRejection', note)
  }
}

/** The value of a conversation that went as it should. Throws what went otherwise. */
function judge({ outcome, watched, problems }: Trial, fault?: Fault, sound?: unknown): unknown {
  const found = [...problems]
  for (const result of [outcome, ...watched]) {
    if (result.status === 'fulfilled' || result.reason === undefined) continue
    if (fault === undefined || fault.ends === 'well') found.push(`failed: ${inspect(result.reason)}`)
    else if (tells(result.reason, fault.errors)) continue
    // where one has told it, the others may have lost their connection over that
    else if (result === outcome || !isTold(outcome, fault) || !(result.reason instanceof ConnectionError)) {
      found.push(`failed with the wrong error: ${inspect(result.reason)}`)
    }
  }
  if (outcome.status === 'fulfilled' && fault !== undefined) {
    if (fault.ends === 'badly') found.push(`took no notice, and gave ${inspect(outcome.value)}`)
    if (fault.ends === 'well' && !isDeepStrictEqual(outcome.value, sound)) {
      found.push(`gave ${inspect(outcome.value)} in place of ${inspect(sound)}`)
    }
  }
  if (found.length > 0) throw new Error(`the client ${found.join('; it ')}`)
  return outcome.status === 'fulfilled' ? outcome.value : undefined
}

function isTold(outcome: PromiseSettledResult<unknown>, { errors }: Fault): boolean {
  return outcome.status === 'rejected' && tells(outcome.reason, errors)
}

async function settled(promise: Promise<unknown>): Promise<PromiseSettledResult<unknown>> {
  const [result] = await Promise.allSettled([promise])
  return result
}
