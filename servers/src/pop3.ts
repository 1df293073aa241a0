import { LineServer, type ServerOptions } from './line-server.ts'
import type { Maildrop, MaildropView } from './maildrop.ts'
import { authorization } from './pop3-authorization.ts'
import { capa, lang } from './pop3-capabilities.ts'
import { transaction } from './pop3-transaction.ts'
import { LineTooLong } from './reader.ts'
import type { Account } from './sasl-server.ts'
import type { Session } from './session.ts'

export interface Pop3User extends Account {
  maildrop: Maildrop
}

export interface Pop3Options extends ServerOptions {
  users: Readonly<Record<string, Pop3User>>
  /** Capabilities to leave out, with their commands: 'TOP', 'UIDL', 'PIPELINING', 'CAPA' itself, 'APOP' … */
  without?: readonly string[]
  /** Whether a password may come in clear. Default: only when there is no TLS at all. */
  clearText?: boolean
}

/** What a command works on. The state is AUTHORIZATION until there is a view. RFC 1939 §3 */
export interface Pop3Conversation {
  readonly session: Session
  readonly options: Pop3Options
  /** `<process.clock@host>` of the greeting. RFC 1939 §7 */
  readonly stamp: string
  /** What USER named. */
  name: string | undefined
  view: MaildropView | undefined
  has(capability: string): boolean
  ok(text: string, body?: Uint8Array): Promise<void>
  err(text: string): Promise<void>
}

/** `argument` is all behind the verb and one space. */
export type Pop3Command = (conversation: Pop3Conversation, argument: string) => Promise<void>

/** The longest command line, with CR LF. RFC 2449 §4 */
const COMMAND_OCTETS = 255

/** A POP3 server: RFC 1939, 2449, 2595, 5034, 6856. */
export function pop3Server(options: Pop3Options): Promise<LineServer> {
  let clock = 1896
  return LineServer.listen(options, async (session) => {
    const conversation = begin(session, options, `<${clock++}.${Date.now()}@localhost>`)
    try {
      await hold(conversation)
    } finally {
      // without QUIT nothing is deleted. RFC 1939 §6
      conversation.view?.close({ commit: false })
    }
  })
}

function begin(session: Session, options: Pop3Options, stamp: string): Pop3Conversation {
  const has = (capability: string): boolean => !options.without?.includes(capability)
  return {
    session,
    options,
    stamp,
    name: undefined,
    view: undefined,
    has,
    ok: async (text, body) => void (await session.reply(`+OK ${text}`, body)),
    err: async (text) => void (await session.reply(`-ERR ${has('RESP-CODES') ? text : text.replace(/^\[.*?\] /, '')}`)),
  }
}

async function hold(conversation: Pop3Conversation): Promise<void> {
  const { session, stamp } = conversation
  await conversation.ok(conversation.has('APOP') ? `linewire POP3 server ready ${stamp}` : 'linewire POP3 server ready')
  for (;;) {
    const line = await session.line(COMMAND_OCTETS - 2).catch((error: unknown) => {
      if (error instanceof LineTooLong) return undefined
      throw error
    })
    if (line === undefined) {
      await conversation.err(`a command has at most ${COMMAND_OCTETS} octets`)
      continue
    }
    const [, word = '', argument = ''] = /^([^ ]*) ?(.*)$/s.exec(line) ?? []
    const verb = word.toUpperCase()
    if (verb === 'QUIT') return quit(conversation)
    const command = commandFor(conversation, verb)
    if (command) await command(conversation, argument)
    else await conversation.err(`${verb} is not known in this state`)
  }
}

function commandFor({ view, has }: Pop3Conversation, verb: string): Pop3Command | undefined {
  if (!has(verb)) return undefined
  if (verb === 'CAPA') return capa
  if (verb === 'LANG') return lang
  const commands = view ? transaction : authorization
  return Object.hasOwn(commands, verb) ? commands[verb] : undefined
}

async function quit({ view, ok }: Pop3Conversation): Promise<void> {
  if (!view) return ok('bye')
  const left = view.present.length
  view.close({ commit: true })
  await ok(left === 0 ? 'bye, maildrop empty' : `bye, ${left} messages left`)
}
