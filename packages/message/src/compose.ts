import { Buffer } from 'node:buffer'
import { type AddressInput, addressOf, type Mailbox, mailboxes, needsUtf8 } from './address.ts'
import { attachmentOf } from './attachment.ts'
import { formatDate } from './date.ts'
import { ComposeError } from './errors.ts'
import { type HeaderWriter, headerWriter, oneLine } from './header.ts'
import type { ComposedMessage, HeadersInput, Message } from './message.ts'
import { writeRoot } from './part.ts'
import type { ContentOptions } from './transfer-encoding.ts'
import { type Body, buildTree } from './tree.ts'

/**
 * Checks a message and makes it ready to be sent. Nothing is read or encoded before `content` is iterated.
 *
 * @example
 * const message = compose({ from: 'Ann <ann@a.example>', to: 'bob@b.example', subject: 'Grüße', text: 'Hello.\n' })
 * await smtp.send(message)
 *
 * @throws {ComposeError} for a missing author, an address that is none, and for CR, LF or NUL in any header
 */
export const compose = (message: Message): ComposedMessage => {
  const people = peopleOf(message)
  const author = people.from[0]
  if (!author) throw new ComposeError('from', 'a message needs an author')
  const sender = people.sender[0] ?? author
  const messageId = identifier('messageId', message.messageId ?? `<${crypto.randomUUID()}@${author.domain}>`)
  const fields = fieldsOf(message, people, messageId)
  const body = bodyOf(message)
  const from = addressOf(sender)
  const to = unique([...people.to, ...people.cc, ...people.bcc])

  async function* content(options: Partial<ContentOptions> = {}): AsyncGenerator<Uint8Array> {
    const { eightBit = false, binary = false, utf8 = false } = options
    const header = await headerWriter(utf8)
    const root = await buildTree(body, { eightBit, binary, utf8 })
    yield Buffer.from(fields.map((field) => field(header)).join(''))
    yield* writeRoot(root, header)
  }
  const collect = async (options?: Partial<ContentOptions>): Promise<Buffer> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of content(options)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  return {
    from,
    to,
    envelope: { from, to },
    messageId,
    repeatable: body.attachments.every((one) => one.content.repeatable),
    needsUtf8: [sender, ...Object.values(people).flat()].some(needsUtf8),
    content,
    bytes: collect,
    text: async (options) => (await collect(options)).toString(),
  }
}

type Field = (header: HeaderWriter) => string
type People = Record<'from' | 'sender' | 'replyTo' | 'to' | 'cc' | 'bcc', Mailbox[]>

const peopleOf = (message: Message): People => {
  const read = (name: keyof People, input: AddressInput | undefined): Mailbox[] =>
    input === undefined ? [] : mailboxes(name, input)
  const from = read('from', message.from)
  const sender = read('sender', message.sender)
  if (sender.length > 1) throw new ComposeError('sender', 'there is only one sender')
  if (from.length > 1 && sender.length === 0) {
    throw new ComposeError('sender', 'a message with several authors names its sender (RFC 5322 §3.6.2)')
  }
  const replyTo = read('replyTo', message.replyTo)
  return {
    from,
    sender,
    replyTo,
    to: read('to', message.to),
    cc: read('cc', message.cc),
    bcc: read('bcc', message.bcc),
  }
}

/** Everything above Content-Type, checked now and written later, when it is known what the way carries. */
const fieldsOf = (message: Message, people: People, messageId: string): Field[] => {
  const fields: Field[] = []
  const add = (list: readonly unknown[], field: Field): void => {
    if (list.length > 0) fields.push(field)
  }
  const date = formatDate(message.date ?? new Date(), message.zone ?? 'local')
  const subject = message.subject === undefined ? [] : [oneLine('subject', message.subject)]
  const inReplyTo = identifiers('inReplyTo', message.inReplyTo)
  const references = identifiers('references', message.references)
  add(people.from, (header) => header.addresses('From', people.from))
  add(people.sender, (header) => header.addresses('Sender', people.sender))
  add(people.replyTo, (header) => header.addresses('Reply-To', people.replyTo))
  add(people.to, (header) => header.addresses('To', people.to))
  add(people.cc, (header) => header.addresses('Cc', people.cc))
  add(subject, (header) => header.text('Subject', subject.join('')))
  add([date], (header) => header.tokens('Date', date))
  add([messageId], (header) => header.tokens('Message-ID', messageId))
  add(inReplyTo, (header) => header.tokens('In-Reply-To', inReplyTo.join(' ')))
  add(references, (header) => header.tokens('References', references.join(' ')))
  for (const [name, value] of furtherHeaders(message.headers)) add([name], (header) => header.text(name, value))
  add(['1.0'], (header) => header.tokens('MIME-Version', '1.0'))
  return fields
}

// written by compose from its own options; Bcc and Resent-Bcc would tell what they are there to hide
const OWN =
  /^(?:from|sender|reply-to|to|cc|(?:resent-)?bcc|subject|date|message-id|in-reply-to|references|mime-version|content-.*)$/i

const furtherHeaders = (headers: HeadersInput = []): [string, string][] => {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
  return pairs.flatMap(([name, value]: readonly [string, string | readonly string[]]) => {
    const field = `headers.${JSON.stringify(name).slice(1, -1)}`
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(oneLine(field, name))) throw new ComposeError(field, 'is not a header name')
    if (OWN.test(name)) throw new ComposeError(field, 'compose writes this header itself; use its option')
    const values = Array.isArray(value) ? value : [value]
    return values.map((one: string): [string, string] => [name, oneLine(field, one)])
  })
}

const bodyOf = (message: Message): Body => {
  const { text, html, attachments = [] } = message
  if (text !== undefined && typeof text !== 'string') throw new ComposeError('text', 'has to be a string')
  if (html !== undefined && typeof html !== 'string') throw new ComposeError('html', 'has to be a string')
  const boundary = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64url')
  return { text, html, attachments: attachments.map((one, at) => attachmentOf(one, `attachments[${at}]`)), boundary }
}

/** `<left@right>`, brackets added where they are missing. Lenient inside: a reply quotes what it got. RFC 5322 §3.6.4 */
const identifier = (field: string, value: string): string => {
  const inner = oneLine(field, value)
    .trim()
    .replace(/^<(.*)>$/, '$1')
  if (!/^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(inner)) {
    throw new ComposeError(field, `${JSON.stringify(value)} is not a message identifier`)
  }
  return `<${inner}>`
}

const identifiers = (field: string, value: string | readonly string[] = []): string[] =>
  (typeof value === 'string' ? [value] : value)
    .flatMap((one) => oneLine(field, one).split(/\s+/))
    .filter((one) => one !== '')
    .map((one) => identifier(field, one))

/** Local parts may differ in case, domains may not. RFC 5321 §2.4 */
const unique = (list: readonly Mailbox[]): string[] => {
  const seen = new Map<string, string>()
  for (const one of list) {
    const key = `${one.local}@${one.domain.toLowerCase()}`
    if (!seen.has(key)) seen.set(key, addressOf(one))
  }
  return [...seen.values()]
}
