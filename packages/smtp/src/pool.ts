import { ReplyError, slidingWindow } from '@linewire/wire'
import {
  connections,
  type Lease,
  Pool,
  type Pooling,
  type Portion,
  spread,
  tooManyConnections,
} from '@linewire/wire/pool'
import { type SendOptions, type SendResult, SmtpClient } from './client.ts'
import type { SmtpOptions } from './connect.ts'
import type { RawMessage, Sendable } from './envelope.ts'
import { outcomeOf, type Sent, window } from './send-all.ts'
import { isUnbegun } from './unbegun.ts'

/**
 * Several sessions with one server, for more mail than one can carry.
 *
 * ```ts
 * await using pool = new SmtpPool('smtps://mail.example', { auth: { user, password }, max: 3 })
 * for await (const { message, error } of pool.sendAll(messages)) console.log(message.to, error?.message ?? 'sent')
 * ```
 */
export class SmtpPool extends Pool<SmtpClient> {
  /** Takes what SmtpClient.connect() takes, and `max`, `idleTimeout`, `lifetime`, `recovery`. Connects when it is used. */
  constructor(to: string | URL | Pooling<SmtpOptions>, options: Partial<Pooling<SmtpOptions>> = {}) {
    super({
      ...connections(to, options, (where, more) => SmtpClient.connect(where, more)),
      reset: (smtp) => (smtp.begun ? smtp.rset() : undefined),
      full,
    })
  }

  /**
   * Delivers a message as SmtpClient.send() does. A connection that turns out to be dead, or that the server ends before it
   * has asked for the message, costs nothing: the message goes over another one. It is never sent twice.
   */
  async send(message: RawMessage | Sendable, options: SendOptions = {}): Promise<SendResult> {
    for (;;) {
      const lease = await this.acquire({ signal: options.signal })
      try {
        return await lease.client.send(message, options)
      } catch (error) {
        if (!lease.reused || !mayGoElsewhere(error, lease.client)) throw error
      } finally {
        lease.release()
      }
    }
  }

  /**
   * Delivers messages over as many connections as there may be; on each one goes right behind another. Results come as they
   * are known. One that fails fails alone, also when its connection is lost; the loop fails when no connection can be had.
   */
  sendAll<M extends RawMessage | Sendable>(
    messages: Iterable<M> | AsyncIterable<M>,
    options: SendOptions = {},
  ): AsyncIterable<Sent<M>> {
    return spread<SmtpClient, M, Sent<M>>(
      this,
      messages,
      (lease, portion, handOver) => deliver(lease, portion, handOver, options),
      options,
    )
  }
}

/** What one connection delivers. */
async function deliver<M extends RawMessage | Sendable>(
  { client, reused }: Lease<SmtpClient>,
  portion: Portion<M>,
  handOver: (sent: Sent<M>) => Promise<void>,
  options: SendOptions,
): Promise<void> {
  const sending = new Set<Promise<unknown>>()
  const start = (message: M): Promise<SendResult> => {
    const sent = client.send(message, options)
    const over = (): boolean => sending.delete(sent)
    sending.add(sent)
    sent.then(over, over)
    return sent
  }
  // one that has taken nothing yet is not asked again and again
  let proven = reused
  try {
    for await (const { item: message, result } of slidingWindow(portion.each(client), window, start)) {
      if (result.status === 'rejected' && proven && mayGoElsewhere(result.reason, client)) portion.giveBack(message)
      else {
        // the next one does not wait for somebody to look at it
        void handOver(outcomeOf(message, result, options.signal))
        proven = true
      }
    }
  } finally {
    // a message whose transaction has begun is still sent, and the connection is somebody's until then
    await Promise.allSettled(sending)
  }
}

/** The connection is gone, and of the message nothing was read or sent. */
function mayGoElsewhere(error: unknown, { closed }: SmtpClient): boolean {
  return closed && isUnbegun(error)
}

/** "421 4.7.0 Error: too many connections from 192.0.2.1" (Postfix), "432 4.3.2 Concurrent connections limit exceeded" */
function full(error: unknown): boolean {
  return tooManyConnections(error) || (error instanceof ReplyError && error.code === '421')
}
