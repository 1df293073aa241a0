import { readCommand } from './imap/command-reader.ts'
import { type ImapCommand, ImapConversation, type ImapOptions } from './imap/conversation.ts'
import { capabilities, loginCommands } from './imap/login-commands.ts'
import { mailboxCommands } from './imap/mailbox-commands.ts'
import { messageCommands } from './imap/message-commands.ts'
import { Scanner, SyntaxFault } from './imap/scanner.ts'
import { selectionCommands } from './imap/selection-commands.ts'
import { LineServer } from './line-server.ts'

export type { ImapOptions, ImapUser } from './imap/conversation.ts'
export { type MailboxSpec, MailStore, type MessageSpec, StoredMailbox } from './imap/store.ts'

const COMMANDS: Record<string, ImapCommand> = {
  ...loginCommands,
  ...mailboxCommands,
  ...selectionCommands,
  ...messageCommands,
}
const ANY_STATE = new Set(['CAPABILITY', 'NOOP', 'LOGOUT', 'ID'])
const BEFORE_LOGIN = new Set(['STARTTLS', 'AUTHENTICATE', 'LOGIN'])
const WITH_MAILBOX = new Set([...Object.keys(messageCommands), 'CHECK', 'CLOSE', 'UNSELECT'])
const WITH_UID = new Set(['FETCH', 'STORE', 'COPY', 'MOVE', 'SEARCH', 'EXPUNGE'])
// RFC 9051 §7.5.1: the client is counting while these are answered
const COUNTING = new Set(['FETCH', 'STORE', 'SEARCH'])
const MAX_LITERAL = 100_000_000

/** An IMAP4rev1 server with mailboxes in memory. RFC 3501 and the extensions that CAPABILITY names. */
export function imapServer(options: ImapOptions): Promise<LineServer> {
  return LineServer.listen({ ...options, verb: verbOf }, (session) => converse(new ImapConversation(session, options)))
}

/** "a1 uid fetch 1 FLAGS" is UID FETCH to the fault injector. */
function verbOf(line: string): string {
  const [, verb = '', second = ''] = line.toUpperCase().split(' ')
  return verb === 'UID' ? `UID ${second}` : verb
}

async function converse(imap: ImapConversation): Promise<void> {
  const { options, session } = imap
  if (options.preauth !== undefined) imap.enter(options.preauth)
  const code = options.announce === false ? '' : `[CAPABILITY ${capabilities(imap)}] `
  await session.reply(`* ${imap.store ? 'PREAUTH' : 'OK'} ${code}linewire IMAP server ready`)
  for (;;) {
    const read = await readCommand(session, options.maxLiteral ?? MAX_LITERAL, imap.has('LITERAL+'))
    if (read === 'interrupted') continue
    imap.tag = /^[^\s(){%*"\\+\]]+(?= )/.exec(session.command)?.[0] ?? '*'
    if ('refuse' in read) {
      await imap.complete(read.refuse)
      continue
    }
    const verb = verbOf(session.command)
    if (verb === 'LOGOUT') {
      await imap.say('* BYE Logging out')
      await imap.complete('OK LOGOUT completed')
      return
    }
    const text = await answer(imap, read.text)
    if (text === undefined) continue
    // RFC 9051 §5.2: news of the mailbox come with any reply
    for (const line of imap.view?.changes(!COUNTING.has(verb)) ?? []) await imap.say(line)
    await imap.complete(text)
  }
}

async function answer(imap: ImapConversation, text: string): Promise<string | undefined> {
  const scanner = new Scanner(text)
  try {
    if (imap.tag === '*') return 'BAD A tag and a command expected'
    scanner.position = imap.tag.length
    scanner.space()
    let verb = scanner.word()
    const byUid = verb === 'UID'
    if (byUid) {
      scanner.space()
      verb = scanner.word()
    }
    const command = COMMANDS[verb]
    if (!command || (byUid && !WITH_UID.has(verb)) || leftOut(imap, verb, byUid)) return 'BAD Unknown command'
    if (!allowed(imap, verb)) return `BAD ${verb} is not possible in the state "${imap.state}"`
    return await command(imap, scanner, byUid)
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    imap.forget()
    return `BAD ${error.message}`
  }
}

function allowed(imap: ImapConversation, verb: string): boolean {
  if (ANY_STATE.has(verb)) return true
  if (BEFORE_LOGIN.has(verb)) return imap.state === 'not authenticated'
  return WITH_MAILBOX.has(verb) ? imap.state === 'selected' : imap.state !== 'not authenticated'
}

/** Whether the extension that brings a command was left out. */
function leftOut(imap: ImapConversation, verb: string, byUid: boolean): boolean {
  return !imap.has(verb === 'EXPUNGE' && byUid ? 'UIDPLUS' : verb)
}
