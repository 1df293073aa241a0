import { Body, type CallOptions, slidingWindow } from '@linewire/wire'
import type { Pop3Client } from './client.ts'
import type { UniqueId } from './commands/uidl.ts'

export interface RetrieveOptions extends CallOptions {
  /** RETR commands in flight; as many as the connection takes, at most 64, unless told */
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

/** RETR commands in flight: 300 messages of 8 KB at 20 ms need 64 for ten round trips (bench/pop3-retrieve) */
const window = 64

/** Messages in the order asked for, with as many RETR on the wire as the server takes. */
export async function* retrieve(
  client: Pop3Client,
  numbers: Iterable<number> | AsyncIterable<number> | undefined,
  { depth = window, signal }: RetrieveOptions = {},
): AsyncGenerator<Retrieved, void, undefined> {
  const wanted = numbers ?? (await client.list({ signal })).map((listed) => listed.number)
  const start = (number: number, leaving: AbortSignal): Promise<Body> =>
    client.open(number, { signal: signal ? AbortSignal.any([signal, leaving]) : leaving })
  for await (const { item, result } of slidingWindow(wanted, depth, start)) {
    signal?.throwIfAborted()
    const body = result.status === 'fulfilled' ? result.value : Body.failed(result.reason)
    yield { number: item, body }
    body.cancel()
  }
}

/** The messages whose identifiers you have not seen. RFC 1939 §7 */
export async function* fetchNew(
  client: Pop3Client,
  { seen, delete: remove = false, signal, ...options }: FetchNewOptions,
): AsyncGenerator<NewMessage, void, undefined> {
  const known = typeof seen === 'function' ? seen : (uid: string): boolean => seen.has(uid)
  const fresh = (await client.uidl({ signal })).filter(({ uid }) => !known(uid))
  const uids = new Map(fresh.map(({ number, uid }) => [number, uid]))
  for await (const { number, body } of retrieve(client, uids.keys(), { ...options, signal })) {
    const message = await body.bytes({ maxBytes: client.maxBytes })
    const done = async (): Promise<void> => {
      if (remove) await client.dele(number)
    }
    yield { number, uid: uids.get(number)!, message, done }
  }
}
