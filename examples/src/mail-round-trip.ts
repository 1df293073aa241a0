import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type ComposedMessage, compose, parse } from '@linewire/message'
import { Pop3Client } from '@linewire/pop3'
import { SmtpClient } from '@linewire/smtp'
import { ReplyError } from '@linewire/wire'
import { exit, Failure } from './failure.ts'
import { type Location, leaveOn, locate, locationOptions, locationUsage, wholeNumber } from './location.ts'
import { program, type Run } from './program.ts'
import { octetsInWords } from './words.ts'

const usage = `
Sends a message by SMTP, waits until POP3 has it, fetches it, checks that it came through, and deletes it.

  mail-round-trip [options] --from <address> --to <address> smtps://user@host[:port] pops://user@host[:port]

The passwords are those of the URLs, or of LINEWIRE_SMTP_PASSWORD and LINEWIRE_POP3_PASSWORD, or of LINEWIRE_PASSWORD for
both. The options below are for both servers.

  --from <address>      who writes
  --to <address>        who gets it: the owner of the maildrop
  --subject <text>      any text, in any script
  --text <text>         the message itself
  --wait <seconds>      how long it may be on its way (60)
  --every <ms>          how often to look (500)${locationUsage}
`

/** What only this program can meet. */
export const mailExit = { notAccepted: 20, notArrived: 21, changed: 22 } as const

const letter = {
  subject: 'Grüße aus Zürich – a round trip ✉',
  text: 'Liebe Grüße, cordialement, 你好.\n.\nA line with a lone dot is above this one.\n',
}

/** From compose to DELE, and all that was sent is all that came. */
export const run: Run = (argv, io) =>
  program(argv, io, usage, async (terminal) => {
    const { out, signal } = terminal
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: {
        ...locationOptions,
        from: { type: 'string' },
        to: { type: 'string' },
        subject: { type: 'string', default: letter.subject },
        text: { type: 'string', default: letter.text },
        wait: { type: 'string', default: '60' },
        every: { type: 'string', default: '500' },
      },
      allowPositionals: true,
    })
    const { from, to, subject, text } = values
    if (from === undefined || to === undefined) throw new Failure(exit.usage, '--from and --to are needed')
    const smtp = await locate(positionals[0], values, terminal, ['LINEWIRE_SMTP_PASSWORD', 'LINEWIRE_PASSWORD'])
    const pop3 = await locate(positionals[1], values, terminal, ['LINEWIRE_POP3_PASSWORD', 'LINEWIRE_PASSWORD'])
    const every = wholeNumber('--every', values.every, 1)
    const patience = wholeNumber('--wait', values.wait, 0) * 1000

    // before anybody is called: an address that is none is a mistake in the arguments
    const message = compose({ from, to, subject, text })

    const seen = await identifiers(pop3)
    out(`the maildrop of ${pop3.user ?? to} holds ${messages(seen.size)}`)
    out(await send(smtp, message))

    const begun = performance.now()
    for (;;) {
      const arrived = await receive(pop3, seen, message.messageId, { subject, text })
      if (arrived !== undefined) {
        out(`arrived after ${Math.round(performance.now() - begun)} ms: ${octetsInWords(arrived.octets)}`)
        out(`the subject came through: ${arrived.subject}`)
        out(`so did the text: ${text.trimEnd().split('\n').length} lines`)
        out(`deleted, and committed by the server: ${messages(arrived.left)} left`)
        return
      }
      if (performance.now() - begun >= patience) {
        const sentence = `${message.messageId} was accepted but did not arrive within ${values.wait} s (--wait)`
        throw new Failure(mailExit.notArrived, sentence)
      }
      await sleep(every, undefined, signal ? { signal } : {})
    }
  })

/** What the maildrop holds already. */
async function identifiers({ to, options }: Location): Promise<ReadonlySet<string>> {
  await using pop = await Pop3Client.connect(to, options)
  leaveOn(options.signal, pop)
  return new Set((await pop.uidl()).map(({ uid }) => uid))
}

async function send({ to, options }: Location, message: ComposedMessage): Promise<string> {
  await using smtp = await SmtpClient.connect(to, options)
  leaveOn(options.signal, smtp)
  try {
    const { accepted, reply } = await smtp.send(message)
    return `sent to ${accepted.join(', ')} ${smtp.secure ? 'over TLS' : 'in clear'}: ${reply.text}`
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    throw new Failure(mailExit.notAccepted, `${to.host} does not take the message: ${error.message}`, { cause: error })
  }
}

interface Arrived {
  readonly octets: number
  readonly subject: string
  /** messages in the maildrop now */
  readonly left: number
}

/**
 * Looks once. Our message is fetched, checked and deleted; what else is new is left alone. A maildrop is what it was
 * when the session began, so each look is a session of its own. RFC 1939 §8
 */
async function receive(
  { to, options }: Location,
  seen: ReadonlySet<string>,
  messageId: string,
  expected: { subject: string; text: string },
): Promise<Arrived | undefined> {
  const pop = await Pop3Client.connect(to, options).catch((error: unknown) => {
    // somebody else reads the maildrop just now: later
    if (error instanceof ReplyError && error.transient) return undefined
    throw error
  })
  if (pop === undefined) return undefined
  await using session = pop
  leaveOn(options.signal, session)
  for (const { number, uid } of await session.uidl()) {
    if (seen.has(uid)) continue
    const message = await session.retr(number)
    const parsed = await parse(message)
    if (parsed.messageId !== messageId) continue
    const subject = unchanged('subject', parsed.subject, expected.subject)
    unchanged('text', parsed.text?.trimEnd(), expected.text.trimEnd())
    await session.dele(number)
    const left = (await session.stat()).messages
    await session.quit()
    return { octets: message.length, subject, left }
  }
  return undefined
}

function unchanged(what: string, came: string | undefined, sent: string): string {
  if (came === sent) return came
  const difference = `sent ${JSON.stringify(sent)}, got ${JSON.stringify(came)}`
  throw new Failure(mailExit.changed, `the ${what} did not come through, so the message is left there: ${difference}`)
}

function messages(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`
}
