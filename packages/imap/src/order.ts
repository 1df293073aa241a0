import {
  ArgumentError,
  argument,
  type Capabilities,
  ConnectionError,
  checkLine,
  excerpt,
  type Output,
  ProtocolError,
  pieces as piecesOf,
  type Script,
  type Source,
  until,
  verbOf,
} from '@linewire/wire'
import type { Ending, ImapCommand, ImapOrder, ImapTalk, Piece } from './command.ts'

/** octets that LITERAL- lets go out unasked. RFC 7888 §5 */
const smallLiteral = 4096

/** A literal and the text behind it. */
interface Tail {
  readonly content: Uint8Array | Source
  readonly size: number
  readonly text: string
}

/**
 * A command as it goes out: the one place that writes literals. Where the server takes them unasked they follow the
 * line at once (`{n+}`); elsewhere the command waits for its "+" before each, and is alone meanwhile. RFC 7888
 *
 * @throws {ArgumentError} for CR, LF or NUL outside a literal, and for text that ends like the announcement of one
 */
export function order<T>(command: ImapCommand<T>, capabilities: Capabilities): ImapOrder {
  const { line, talk } = command
  if (talk && command.turn !== 'alone') throw new ArgumentError('a command that talks back must go alone')
  if (line === undefined) return command as ImapOrder
  if (typeof line === 'string') {
    checkEnd(line)
    return command as ImapOrder
  }
  const [head, tails] = split(line)
  for (const { text } of tails) checkLine(text, { name: verbOf(head) })
  checkEnd(tails.at(-1)?.text ?? head)
  const whole = { ...command, line: head }
  const [first] = tails
  if (first === undefined) return whole
  if (talk) throw new ArgumentError(`${verbOf(head)}: a command that talks back has no literals`)
  if (tails.every(({ size }) => unasked(size, capabilities))) {
    return unaskedFor({ ...whole, line: `${head}{${first.size}+}` }, tails)
  }
  return { ...whole, line: `${head}{${first.size}}`, turn: 'alone', talk: (io) => offer(io, tails) }
}

/** Whether a literal of so many octets may be sent without being asked for. RFC 7888 §4, §5; 9051 §4.3 */
function unasked(size: number, capabilities: Capabilities): boolean {
  if (capabilities.has('LITERAL+')) return true
  return size <= smallLiteral && (capabilities.has('LITERAL-') || capabilities.has('IMAP4REV2'))
}

function split(line: readonly Piece[]): [head: string, tails: Tail[]] {
  let head = ''
  const tails: Tail[] = []
  for (const piece of line) {
    const last = tails.at(-1)
    if (typeof piece !== 'string') {
      const [content, size] = 'literal' in piece ? [piece.literal, piece.literal.length] : [piece.source, piece.size]
      tails.push({ content, size, text: '' })
    } else if (last === undefined) head += piece
    else tails[tails.length - 1] = { ...last, text: last.text + piece }
  }
  return [head, tails]
}

/** A line of one's own that ends in "{3}" would swallow the next command. */
function checkEnd(text: string): void {
  argument(text, 'a command')
  if (/\{\d+\+?\}$/.test(text)) throw new ArgumentError(`a command must not end in a literal's size: ${excerpt(text)}`)
}

/** RFC 9051 §7.1.1: an OK cannot be the answer to half a command; believing it would be CVE-2026-42246 */
function tooEarly(name: string): ProtocolError {
  return new ProtocolError(`${name}: the server said OK before it had the whole command`)
}

/** Its literals follow the line. */
function unaskedFor<T>(command: ImapCommand<T> & { line: string }, tails: readonly Tail[]): ImapOrder {
  let sent = false
  return {
    ...command,
    follow(output) {
      const sending = write(output, tails)
      if (sending === undefined) sent = true
      return sending?.then(() => {
        sent = true
      })
    },
    done(ending) {
      if (!sent) throw tooEarly(verbOf(command.line))
      return command.done(ending)
    },
  }
}

/** All literals at once; in one write when they are in memory. */
function write(output: Output, tails: readonly Tail[]): void | Promise<void> {
  for (let i = 0; i < tails.length; i++) {
    const { content } = tails[i]!
    if (!(content instanceof Uint8Array)) return writeSources(output, tails.slice(i))
    output.write(content)
    output.write(behind(tails, i, '+'))
  }
}

async function writeSources(output: Output, tails: readonly Tail[]): Promise<void> {
  for (let i = 0; i < tails.length; i++) {
    await send(output, tails[i]!)
    output.write(behind(tails, i, '+'))
  }
}

/** Each literal behind its "+". RFC 9051 §4.3 */
function* offer(io: ImapTalk, tails: readonly Tail[]): Script<Ending> {
  for (let i = 0; i < tails.length; i++) {
    const answer = yield* io.answer()
    if (answer.kind === 'tagged') {
      if (answer.status !== 'OK') return answer
      throw tooEarly(io.name)
    }
    const tail = tails[i]!
    if (tail.content instanceof Uint8Array) io.output.write(tail.content)
    else yield* until(send(io.output, tail))
    io.output.write(behind(tails, i, ''))
  }
  for (;;) {
    const answer = yield* io.answer()
    if (answer.kind === 'tagged') return answer
  }
}

async function send(output: Output, { content, size }: Tail): Promise<void> {
  const sent = await output.send(exactly(piecesOf(content), size))
  if (sent !== size) throw wrongSize(sent, size)
}

/** The server counts: one octet too many would be read as a command. */
async function* exactly(octets: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  let sent = 0
  for await (const piece of octets) {
    sent += piece.length
    if (sent > size) throw wrongSize(sent, size)
    yield piece
  }
}

function wrongSize(sent: number, size: number): ConnectionError {
  return new ConnectionError(`the source has ${sent} octets, ${size} were announced to the server`, 'ERR_SIZE')
}

function behind(tails: readonly Tail[], i: number, plus: '' | '+'): string {
  const next = tails[i + 1]
  return `${tails[i]!.text}${next === undefined ? '' : `{${next.size}${plus}}`}\r\n`
}
