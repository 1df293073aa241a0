import { type Command, ConnectionError, ProtocolError, type Script, type Talk } from '@linewire/wire'
import { DataError, RecipientsError, type Rejected, rejection, SenderError } from '../refusals.ts'
import { answer, isDone, isRefusal, type Reply, refusal, unexpected } from '../reply.ts'
import { content, mayGo, verdicts } from './data.ts'

/** A transaction, decided in every detail before its first octet is written. */
export interface Plan {
  /** `MAIL FROM:<a@b> SIZE=100` */
  readonly mail: string
  readonly recipients: readonly { readonly address: string; readonly line: string }[]
  /** the message; opened when the server wants it */
  readonly open: () => AsyncIterable<Uint8Array>
  /** some refused: the others get it, or nobody does */
  readonly partial: 'deliver' | 'abort'
  /** the server takes several commands at once. RFC 2920 */
  readonly pipelined: boolean
  /** what comes next may go right behind the message, before its reply. RFC 2920 §3.1 */
  readonly ahead: boolean
  /** one answer for each recipient at the end. RFC 2033 §4.2 */
  readonly lmtp: boolean
  /** milliseconds that any reply may take */
  readonly timeout?: number | undefined
  readonly onProgress?: ((octets: number) => void) | undefined
}

/** Who gets the message, and who does not. */
export interface Outcome {
  accepted: string[]
  rejected: Rejected[]
  /** the reply to the message; over LMTP the first acceptance */
  reply: Reply
  /** LMTP: what the server said for each recipient that it had accepted */
  replies?: Map<string, Reply>
}

/**
 * MAIL, RCPT, DATA and the message as one command: nothing comes between them, and what a failure leaves behind is
 * cleared away before anything else is said. RFC 5321 §3.3
 *
 * With PIPELINING all three go out in one write, where the message may go to those who were accepted (RFC 2920 §3.1);
 * when it must go to all or nobody, DATA waits for the last answer, or an empty message would be delivered to the others.
 *
 * @throws {SenderError} {@link RecipientsError} when nobody was accepted (`abort`: not everybody) {@link DataError}
 */
export const transaction = (plan: Plan): Command<Outcome> => {
  const { mail, recipients, pipelined, timeout } = plan
  const atOnce = pipelined && plan.partial === 'deliver'
  return {
    line: mail,
    turn: 'last',
    ...(timeout === undefined ? {} : { timeout }),
    follow(output) {
      if (!pipelined) return
      for (const { line } of recipients) output.line(line)
      if (atOnce) output.line('DATA')
    },
    *talk(io) {
      const sender = yield* asked(io, mail)
      const unwanted = isRefusal(sender) ? new SenderError(refusal(mail, sender)) : undefined
      if (unwanted && !pipelined) throw unwanted
      const { accepted, rejected } = yield* addressed(io, plan)
      const reason = unwanted ?? shortOf(plan, accepted, rejected)
      if (reason && !atOnce) {
        if (!unwanted) yield* reset(io, plan)
        throw reason
      }
      if (!atOnce) io.output.line('DATA')
      const go = yield* asked(io, 'DATA', false)
      if (isRefusal(go)) {
        if (!unwanted) yield* reset(io, plan)
        throw reason ?? new DataError(refusal('DATA', go))
      }
      mayGo('DATA', go)
      if (reason) {
        yield* emptyMessage(io, plan)
        throw reason
      }
      yield* content(io, plan.open, plan.onProgress)
      if (plan.ahead) io.release()
      return yield* plan.lmtp ? perRecipient(io, accepted, rejected) : forAll(io, accepted, rejected)
    },
  }
}

/** The answer to one line of several. 421 closes the connection, whatever else was asked. RFC 5321 §3.8 */
function* asked(io: Talk, line: string, done = true): Script<Reply> {
  const said = yield* answer({ input: io.input, name: line })
  if (said.code === 421) {
    throw new ConnectionError(
      `${line}: the server closes the connection: 421 ${said.enhanced ?? ''} ${said.text}`,
      'ERR_CLOSED',
    )
  }
  if (done && !isRefusal(said) && !isDone(said)) throw unexpected(line, said, '250')
  return said
}

function* addressed(io: Talk, { recipients, pipelined }: Plan): Script<{ accepted: string[]; rejected: Rejected[] }> {
  const accepted: string[] = []
  const rejected: Rejected[] = []
  for (const { address, line } of recipients) {
    if (!pipelined) io.output.line(line)
    const said = yield* asked(io, line)
    if (isRefusal(said)) rejected.push(rejection(address, line, said))
    else accepted.push(address)
  }
  return { accepted, rejected }
}

/** Why the message may not go to those who were accepted. */
function shortOf(plan: Plan, accepted: string[], rejected: Rejected[]): RecipientsError | undefined {
  const [first, ...others] = rejected
  if (first === undefined || (accepted.length > 0 && plan.partial === 'deliver')) return undefined
  return new RecipientsError([first, ...others])
}

/** MAIL was accepted, and nothing came of it. */
function* reset(io: Talk, { ahead }: Plan): Script<void> {
  io.output.line('RSET')
  if (ahead) io.release()
  yield* asked(io, 'RSET')
}

/** DATA was accepted although no recipient was: a lone dot ends it, for nobody. RFC 2920 §3.1 */
function* emptyMessage(io: Talk, { lmtp, ahead }: Plan): Script<void> {
  if (lmtp) throw new ProtocolError('DATA: the server wants a message that it has no recipient for')
  io.output.write('.\r\n')
  if (ahead) io.release()
  yield* answer(io)
}

function* forAll(io: Talk, accepted: string[], rejected: Rejected[]): Script<Outcome> {
  const reply = yield* answer({ input: io.input, name: 'DATA' })
  if (isRefusal(reply)) throw new DataError(refusal('DATA', reply))
  if (!isDone(reply)) throw unexpected('DATA', reply, '250')
  return { accepted, rejected, reply }
}

function* perRecipient(io: Talk, asked: string[], rejected: Rejected[]): Script<Outcome> {
  const accepted: string[] = []
  const replies = new Map<string, Reply>()
  const heard = (recipient: string, reply: Reply): void => {
    replies.set(recipient, reply)
    if (isRefusal(reply)) rejected.push(rejection(recipient, 'DATA', reply))
    else accepted.push(recipient)
  }
  try {
    const reply = yield* verdicts(io, { recipients: () => asked, heard })
    return { accepted, rejected, reply, replies }
  } catch (error) {
    const [first, ...others] = rejected
    if (error instanceof DataError && first !== undefined) throw new RecipientsError([first, ...others])
    throw error
  }
}
