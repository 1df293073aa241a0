import { ArgumentError, wholeNumber } from '@linewire/wire'
import { originalRecipient, xtext } from './xtext.ts'

/** When somebody wants to hear of a recipient: at one to three events, or never. RFC 3461 §4.1 */
export type Notify = 'NEVER' | readonly ('SUCCESS' | 'FAILURE' | 'DELAY')[]

/** What may stand behind MAIL FROM:<…>. */
export interface MailParameters {
  /** octets of the message, as far as that is known. RFC 1870 */
  size?: number
  /** RFC 6152, 3030 §3 */
  body?: '7BIT' | '8BITMIME' | 'BINARYMIME'
  /** headers or addresses beyond ASCII. RFC 6531 */
  smtputf8?: boolean
  /** what a report of failure brings back. RFC 3461 §4.3 */
  ret?: 'FULL' | 'HDRS'
  /** what a report names the message by. RFC 3461 §4.4 */
  envid?: string
  /** every hop must use TLS, or the message comes back. RFC 8689 */
  requireTls?: boolean
  /** who wrote it, as the sending system knows; null: it does not. RFC 4954 §5 */
  authAs?: string | null
  /** seconds in which it is of use, and what then. RFC 2852 */
  deliverBy?: { seconds: number; otherwise: 'return' | 'notify'; trace?: boolean }
  /** seconds that the server keeps it first. RFC 4865 */
  holdFor?: number
  /** when the server lets it go. RFC 4865 */
  holdUntil?: Date
  /** -9 to 9. RFC 6710 */
  priority?: number
}

/** What may stand behind RCPT TO:<…>. */
export interface RcptParameters {
  /** RFC 3461 §4.1 */
  notify?: Notify
  /** whom the sender had written to. RFC 3461 §4.2 */
  orcpt?: string
}

/** A parameter: the extension that it belongs to, and how it is written. */
interface Parameter<V> {
  readonly extension: string
  write(value: V): string | undefined
}

type Table<P> = { readonly [K in keyof P]-?: Parameter<NonNullable<P[K]>> }

// authAs may be null, and means something by it
const mailTable: Table<Omit<MailParameters, 'authAs'>> & { authAs: Parameter<string | null> } = {
  size: { extension: 'SIZE', write: (octets) => `SIZE=${wholeNumber(octets, 'size', 0)}` },
  body: { extension: '8BITMIME', write: (body) => `BODY=${oneOf(body, ['7BIT', '8BITMIME', 'BINARYMIME'], 'body')}` },
  smtputf8: { extension: 'SMTPUTF8', write: (wanted) => (wanted ? 'SMTPUTF8' : undefined) },
  ret: { extension: 'DSN', write: (ret) => `RET=${oneOf(ret, ['FULL', 'HDRS'], 'ret')}` },
  envid: { extension: 'DSN', write: (envid) => `ENVID=${xtext(envid, 'envid')}` },
  requireTls: { extension: 'REQUIRETLS', write: (wanted) => (wanted ? 'REQUIRETLS' : undefined) },
  authAs: { extension: 'AUTH', write: (mailbox) => `AUTH=${mailbox === null ? '<>' : xtext(mailbox, 'authAs')}` },
  deliverBy: {
    extension: 'DELIVERBY',
    write: ({ seconds, otherwise, trace }) => {
      const least = oneOf(otherwise, ['return', 'notify'], 'deliverBy.otherwise') === 'return' ? 1 : -999_999_999
      return `BY=${wholeNumber(seconds, 'deliverBy.seconds', least)};${otherwise === 'return' ? 'R' : 'N'}${trace ? 'T' : ''}`
    },
  },
  holdFor: { extension: 'FUTURERELEASE', write: (seconds) => `HOLDFOR=${wholeNumber(seconds, 'holdFor')}` },
  holdUntil: { extension: 'FUTURERELEASE', write: (date) => `HOLDUNTIL=${date.toISOString().replace(/\.\d+Z$/, 'Z')}` },
  priority: { extension: 'MT-PRIORITY', write: (priority) => `MT-PRIORITY=${digit(priority)}` },
}

const rcptTable: Table<RcptParameters> = {
  notify: { extension: 'DSN', write: (notify) => `NOTIFY=${notifyList(notify)}` },
  orcpt: { extension: 'DSN', write: (address) => `ORCPT=${originalRecipient(address)}` },
}

/** A parameter as it will stand in the command. */
export interface Written {
  /** the option's name */
  readonly name: string
  readonly extension: string
  /** ` SIZE=100` without the blank */
  readonly text: string
}

/** MAIL's parameters in the order of the table, each with the extension that the server must offer. */
export function mailParameters(parameters: MailParameters): Written[] {
  return written(mailTable, parameters).map((one) =>
    one.text === 'BODY=BINARYMIME' ? { ...one, extension: 'BINARYMIME' } : one,
  )
}

/** RCPT's parameters, each with the extension that the server must offer. */
export function rcptParameters(parameters: RcptParameters): Written[] {
  return written(rcptTable, parameters)
}

function written<P>(table: Table<P>, parameters: P): Written[] {
  const found: Written[] = []
  for (const name of Object.keys(table) as (keyof P & string)[]) {
    const value = parameters[name]
    if (value === undefined) continue
    const { extension, write } = table[name]
    const text = write(value as NonNullable<P[typeof name]>)
    if (text !== undefined) found.push({ name, extension, text })
  }
  return found
}

function oneOf<T extends string>(value: T, words: readonly T[], name: string): T {
  if (!words.includes(value)) throw new ArgumentError(`${name} must be one of ${words.join(', ')}`)
  return value
}

function digit(priority: number): number {
  if (priority > 9) throw new ArgumentError(`priority must be -9 to 9, not ${priority}`)
  return wholeNumber(priority, 'priority', -9)
}

function notifyList(notify: Notify): string {
  if (typeof notify === 'string') return oneOf(notify, ['NEVER'], 'notify')
  if (notify.length === 0) throw new ArgumentError("notify must name an event, or be 'NEVER'")
  return notify.map((event) => oneOf(event, ['SUCCESS', 'FAILURE', 'DELAY'], 'notify')).join(',')
}
