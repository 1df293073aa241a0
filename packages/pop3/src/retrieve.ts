import { Body, type CallOptions, Window } from '@linewire/wire'
import type { Pop3Client } from './client.ts'
import { open, retrWithin } from './commands/retr.ts'
import type { UniqueId } from './commands/uidl.ts'
import { FetchError } from './fetch-error.ts'

export interface RetrieveOptions extends CallOptions {
  /** RETR commands in flight; as many as the connection takes, at most 256, unless told */
  depth?: number
}

export interface Retrieved {
  readonly number: number
  /** The message. If the server refused this one, reading it throws the ReplyError. */
  readonly body: Body
}

export interface FetchNewOptions extends RetrieveOptions {
  /** the identifiers of what you have */
  seen: ReadonlySet<string> | ((uid: string) => boolean)
  /** DELE for each message once its done() has been called */
  delete?: boolean
}

export interface NewMessage extends UniqueId {
  readonly message: Uint8Array
  /** You have it safely: with `delete` the server is told to drop it (at QUIT). */
  done(): Promise<void>
}

/** RETR commands in flight: 300 messages of 8 KB at 20 ms need 256 for ten round trips (bench/pop3-retrieve) */
const window = 256

/** octets of messages in flight, which is what may lie in memory */
const budget = 8 * 1024 * 1024

/** octets above which a message is streamed, with no other in flight */
const large = 1024 * 1024

/** octets that a message may have in any case, though LIST says less: one that has more is asked for again, as a stream */
const slack = 256 * 1024

/**
 * Messages in the order asked for, with as many RETR on the wire as the server takes. What is in flight behind a message
 * is collected and needs no reader, so that other commands may be called in the loop; a large message streams alone.
 */
export async function* retrieve(
  client: Pop3Client,
  numbers: Iterable<number> | AsyncIterable<number> | undefined,
  { depth = window, signal }: RetrieveOptions = {},
): AsyncGenerator<Retrieved, void, undefined> {
  const sizes = new Map<number, number>()
  for (const { number, octets } of await client.list({ signal })) sizes.set(number, octets)
  const isLarge = (number: number): boolean => (sizes.get(number) ?? 0) > large
  const cost = (number: number): number => (isLarge(number) ? budget : (sizes.get(number) ?? 0))
  // Exchange and others count what is stored, not what they send
  const most = (number: number): number => Math.max(2 * (sizes.get(number) ?? 0), slack)
  const messages = new Window<number, Uint8Array | Body | undefined>(
    numbers ?? sizes.keys(),
    { count: depth, cost, budget },
    (number, slot) =>
      isLarge(number)
        ? client.enqueue<Uint8Array | Body | undefined>(open(number), slot, { signal })
        : client.enqueue<Uint8Array | Body | undefined>(retrWithin(number, most(number), client.maxBytes), slot),
    signal,
  )
  let body: Body | undefined
  try {
    for (;;) {
      const next = messages.next()
      const slot = next instanceof Promise ? await next : next
      if (slot === undefined) return
      body = bodyOf(slot.result!) ?? (await client.open(slot.item, { signal }).catch(Body.failed))
      yield { number: slot.item, body }
      body.cancel()
    }
  } finally {
    body?.cancel()
    await messages.leave()
  }
}

/** undefined: it was too long to be collected. */
function bodyOf(result: PromiseSettledResult<Uint8Array | Body | undefined>): Body | undefined {
  if (result.status === 'rejected') return Body.failed(result.reason)
  return result.value instanceof Uint8Array ? Body.of(result.value) : result.value
}

/** The messages whose identifiers you have not seen; those that fail are told of behind all others. RFC 1939 §7 */
export async function* fetchNew(
  client: Pop3Client,
  { seen, delete: remove = false, signal, ...options }: FetchNewOptions,
): AsyncGenerator<NewMessage, void, undefined> {
  const known = typeof seen === 'function' ? seen : (uid: string): boolean => seen.has(uid)
  const fresh = (await client.uidl({ signal })).filter(({ uid }) => !known(uid))
  const uids = new Map(fresh.map((one) => [one.number, one]))
  const failed: (UniqueId & { error: unknown })[] = []
  for await (const { number, body } of retrieve(client, uids.keys(), { ...options, signal })) {
    const { uid } = uids.get(number)!
    let message: Uint8Array
    try {
      message = await body.bytes({ maxBytes: client.maxBytes })
    } catch (error) {
      // the next run would stop there too
      if (client.closed || signal?.aborted) throw error
      failed.push({ number, uid, error })
      continue
    }
    let told: Promise<void> | undefined
    const done = (): Promise<void> => {
      told ??= (remove ? client.dele(number) : Promise.resolve()).catch((error: unknown) => {
        told = undefined
        throw error
      })
      return told
    }
    yield { number, uid, message, done }
  }
  if (failed.length > 0) throw new FetchError(failed)
}
