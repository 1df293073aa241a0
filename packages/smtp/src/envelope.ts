import { ArgumentError, type Capabilities, pieces, type Source } from '@linewire/wire'
import { mailLine } from './commands/mail.ts'
import { rcptLine } from './commands/rcpt.ts'
import type { Plan } from './commands/transaction.ts'
import { ExtensionError } from './extension-error.ts'
import { offeredToMail, offeredToRcpt } from './extensions.ts'
import type { MailParameters, RcptParameters } from './parameters.ts'
import { needsUtf8 } from './path.ts'
import { type Known, known } from './source-size.ts'

/** One recipient, with what goes for him alone. */
export interface Recipient extends RcptParameters {
  address: string
}

/** What a delivery may ask for; in the message, or beside it. */
export interface DeliveryOptions extends MailParameters {
  /** who of the recipients wants to hear what, unless he says so himself. RFC 3461 §4.1 */
  notify?: RcptParameters['notify']
  /** some recipients refused: the others get the message (default), or nobody does */
  partial?: 'deliver' | 'abort'
  /** goes without an extension that the server does not offer, in place of an ExtensionError */
  ignoreUnsupported?: boolean
  /** told how many octets of the message have gone out */
  onProgress?: (octets: number) => void
}

/** Sender and recipients: plain addresses, `local@domain`. RFC 5321 §2.3.1 */
export interface Envelope {
  /** null: nobody, for a report that must not be answered */
  readonly from: string | null
  readonly to: string | Recipient | readonly (string | Recipient)[]
}

/** A message that is written already. RFC 5322 */
export interface RawMessage extends Envelope, DeliveryOptions {
  readonly data: Source
}

/** A message that is written when it is known what the server takes: what compose() of `@linewire/message` gives. */
export interface Sendable extends Envelope {
  /** it has an address that only SMTPUTF8 can carry */
  readonly needsUtf8?: boolean
  content(options: { eightBit: boolean; binary: boolean; utf8: boolean }): AsyncIterable<Uint8Array>
}

/** What a connection brings to a transaction. */
export interface Way {
  readonly capabilities: Capabilities
  readonly pipelined: boolean
  readonly ahead: boolean
  readonly lmtp: boolean
  readonly timeout: number | undefined
}

/**
 * Decides everything about a transaction before any of it is written.
 *
 * @throws {ArgumentError} for an address that is none, or no recipient at all
 * @throws {ExtensionError} when the server lacks what the message needs
 */
export function plan(message: RawMessage | Sendable, options: DeliveryOptions, way: Way): Plan {
  const wanted: DeliveryOptions = 'content' in message ? options : { ...message, ...options }
  const { partial = 'deliver', ignoreUnsupported = false, onProgress } = wanted
  const { capabilities, pipelined, ahead, lmtp, timeout } = way
  const recipients = recipientsOf(message.to, wanted)
  const utf8 = utf8Needed(message, recipients, capabilities)
  const parameters = offeredToMail(mailWanted(message, wanted, utf8, capabilities), capabilities, ignoreUnsupported)
  if (parameters.body === 'BINARYMIME') {
    throw new ArgumentError('DATA cannot carry BINARYMIME (RFC 3030 §3): use mail(), rcpt() and bdat()')
  }
  const smtputf8 = parameters.smtputf8 === true
  const eightBit = parameters.body === '8BITMIME'
  return {
    mail: mailLine(message.from, parameters),
    recipients: recipients.map(({ address, ...own }) => ({
      address,
      line: rcptLine(address, offeredToRcpt(own, capabilities, ignoreUnsupported), smtputf8),
    })),
    open: () =>
      'content' in message ? message.content({ eightBit, binary: false, utf8: smtputf8 }) : pieces(message.data),
    partial,
    pipelined,
    ahead,
    lmtp,
    timeout,
    onProgress,
  }
}

function recipientsOf(to: Envelope['to'], { notify }: DeliveryOptions): Recipient[] {
  const list: readonly (string | Recipient)[] = typeof to === 'string' || 'address' in to ? [to] : to
  if (list.length === 0) throw new ArgumentError('a message needs a recipient')
  return list.map((one) => ({
    ...(notify === undefined ? {} : { notify }),
    ...(typeof one === 'string' ? { address: one } : one),
  }))
}

/** An address beyond ASCII cannot do without SMTPUTF8: no ignoreUnsupported helps. RFC 6531 §3.1 */
function utf8Needed(message: RawMessage | Sendable, recipients: Recipient[], capabilities: Capabilities): boolean {
  const address = [message.from, ...recipients.map((one) => one.address)].find(needsUtf8)
  const needed = address !== undefined || ('content' in message && message.needsUtf8 === true)
  if (!needed || capabilities.has('SMTPUTF8')) return needed
  const whose = address === undefined ? 'the message has addresses' : `${address} is an address`
  throw new ExtensionError(
    `${whose} that only a server with SMTPUTF8 can take, and this one does not offer it`,
    'SMTPUTF8',
  )
}

function mailWanted(
  message: RawMessage | Sendable,
  wanted: DeliveryOptions,
  utf8: boolean,
  capabilities: Capabilities,
): MailParameters {
  const { size, body, smtputf8, ret, envid, requireTls, authAs, deliverBy, holdFor, holdUntil, priority } = wanted
  const facts: Known = 'content' in message ? {} : known(message.data)
  const asked: { [K in keyof MailParameters]: MailParameters[K] | undefined } = {
    size: size ?? facts.size,
    body: body ?? bodyOf(facts, capabilities),
    smtputf8: utf8 || smtputf8,
    ret,
    envid,
    requireTls,
    authAs,
    deliverBy,
    holdFor,
    holdUntil,
    priority,
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as MailParameters
}

/** What is 8 bit needs 8BITMIME; what may be is declared so where that costs nothing. RFC 6152 §3 */
function bodyOf({ eightBit }: Known, capabilities: Capabilities): '8BITMIME' | undefined {
  const declare = eightBit ?? capabilities.has('8BITMIME')
  return declare ? '8BITMIME' : undefined
}
