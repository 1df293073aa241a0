import { ConnectionError, LimitError, ProtocolError, slidingWindow, TimeoutError } from '@linewire/wire'
import type { SendOptions, SendResult, SmtpClient } from './client.ts'
import type { RawMessage, Sendable } from './envelope.ts'
import { RecipientsError, type Rejected } from './refusals.ts'

/** How one message of several went: `error` is there when nobody gets it. */
export interface Sent<M = RawMessage | Sendable> extends Omit<SendResult, 'reply'> {
  readonly message: M
  readonly reply?: SendResult['reply']
  readonly error?: Error
}

/** the one whose answer is awaited, and the one that goes out behind it */
export const window = 2

/**
 * Sends messages in order, each right behind the last octet of the one before. RFC 2920 §3.1
 * One that fails fails alone; a connection that is lost ends the loop with its error.
 */
export async function* sendAll<M extends RawMessage | Sendable>(
  client: SmtpClient,
  messages: Iterable<M> | AsyncIterable<M>,
  options: SendOptions,
): AsyncGenerator<Sent<M>, void, undefined> {
  // leaving the loop takes nothing back: a message whose transaction has begun is still sent
  const start = (message: M): Promise<SendResult> => client.send(message, options)
  for await (const { item: message, result } of slidingWindow(messages, window, start)) {
    if (result.status === 'rejected' && isFatal(result.reason)) throw result.reason
    yield outcomeOf(message, result, options.signal)
  }
}

/** What became of one message. @throws the signal's reason, when it is aborted */
export function outcomeOf<M>(
  message: M,
  result: PromiseSettledResult<SendResult>,
  signal: AbortSignal | undefined,
): Sent<M> {
  if (result.status === 'fulfilled') return { message, ...result.value }
  const error: unknown = result.reason
  if (!(error instanceof Error) || signal?.aborted) throw error
  const rejected: readonly Rejected[] = error instanceof RecipientsError ? error.rejected : []
  return { message, accepted: [], rejected: [...rejected], error }
}

/** The connection is gone: nothing that follows can be sent. */
function isFatal(error: unknown): boolean {
  return [ConnectionError, ProtocolError, TimeoutError, LimitError].some((kind) => error instanceof kind)
}
