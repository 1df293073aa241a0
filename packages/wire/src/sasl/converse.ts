import type { Talk } from '../command.ts'
import { AuthError, messageOf, ProtocolError, ReplyError } from '../errors.ts'
import { type Script, until } from '../script.ts'
import { toBase64 } from './base64.ts'
import { SaslError, type SaslMechanism } from './mechanism.ts'

/** What the server says in an exchange: one more challenge, or success with what it sends along. Refusal is thrown. */
export type SaslStep<R> = { readonly challenge: Buffer } | { readonly success: R; readonly data?: Buffer | undefined }

/**
 * An authentication exchange as a script, the same in every protocol: `read` is the protocol's way to say challenge and
 * success, base64 and `*` are everybody's. RFC 4422 §4, 5034 §4, 4954 §4, 4643 §2.4.
 *
 * @param initial the initial response that was not sent with the command: it answers the first, empty challenge
 * @param empty how the protocol writes a response of no octets: NNTP has `=` for it, the others an empty line
 * @throws {AuthError} when the server refuses, or when the mechanism cannot go on (cancelled with `*`)
 * @throws {ProtocolError} when the server has not proved itself; the connection is closed
 */
export function* exchange<R>(
  io: Talk,
  mechanism: SaslMechanism,
  read: () => Script<SaslStep<R>>,
  initial?: Uint8Array,
  empty: '' | '=' = '',
): Script<R> {
  let unsent = initial
  for (;;) {
    const step = yield* reading(read, mechanism)
    if ('success' in step) {
      prove(mechanism, step.data)
      return step.success
    }
    let response: Uint8Array
    try {
      response = unsent ?? (yield* until(answer(mechanism, step.challenge)))
      unsent = undefined
    } catch (error) {
      if (error instanceof SaslError && error.impostor) throw unproved(mechanism, error)
      const refusal = yield* cancel(io, read)
      // what the server has said in the challenge is a refusal, and counts as one
      throw mechanism.status === undefined ? unusable(mechanism, error) : refused(refusal, mechanism)
    }
    io.output.write(`${toBase64(response) || empty}\r\n`)
  }
}

async function answer(mechanism: SaslMechanism, challenge: Buffer): Promise<Uint8Array> {
  return mechanism.next(challenge)
}

/** "*" and the refusal that answers it. RFC 4422 §3.5 */
function* cancel<R>(io: Talk, read: () => Script<SaslStep<R>>): Script<ReplyError> {
  io.output.write('*\r\n')
  try {
    yield* read()
  } catch (error) {
    if (error instanceof ReplyError) return error
    throw error
  }
  // what we sent next would be taken for a response, or what we asked next be asked as somebody logged in
  throw new ProtocolError(`${io.name}: the exchange was cancelled, and the server goes on with it`)
}

function* reading<R>(read: () => Script<SaslStep<R>>, mechanism: SaslMechanism): Script<SaslStep<R>> {
  try {
    return yield* read()
  } catch (error) {
    throw error instanceof ReplyError ? refused(error, mechanism) : error
  }
}

function refused(error: ReplyError, { status }: SaslMechanism): AuthError {
  const { command, code, responseCode, transient } = error
  const text = status === undefined ? error.text : `${error.text} (${status})`
  return new AuthError({ command, code, text, responseCode, transient }, { cause: error })
}

/** A server that cannot prove that it knows the password is not the one that was meant: nothing more is said to it. */
function prove(mechanism: SaslMechanism, data: Buffer | undefined): void {
  try {
    mechanism.finish?.(data)
  } catch (error) {
    throw unproved(mechanism, error)
  }
}

function unproved(mechanism: SaslMechanism, error: unknown): ProtocolError {
  return new ProtocolError(`AUTH ${mechanism.name}: ${messageOf(error)}`, { cause: error })
}

/** It cannot be used here: others may be tried. */
export function unusable(mechanism: SaslMechanism, error: unknown): AuthError {
  return new AuthError(
    { command: `AUTH ${mechanism.name}`, code: 'ERR_SASL', text: messageOf(error) },
    { cause: error },
  )
}
