import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type BodyPart, ImapClient, type Mailbox, NotFoundError, type SearchQuery } from '@linewire/imap'
import { exit, Failure } from './failure.ts'
import { leaveOn, locate, locationOptions, locationUsage, wholeNumber } from './location.ts'
import { program, type Run } from './program.ts'
import { freePath, safeFileName } from './safe-file-name.ts'
import { dateInWords, octetsInWords, personInWords, row } from './words.ts'

const usage = `
Lists the newest messages of a mailbox, and saves an attachment. The mailbox is opened for reading alone: nothing in it
changes, not even \\Seen.

  imap-inbox [options] imaps://user@host[:port]/[mailbox]

The mailbox is INBOX unless the URL says it. The password is the URL's, or that of LINEWIRE_PASSWORD.

  --last <number>       how many messages to show (10)
  --unseen              only those not seen yet
  --from <text>         only those whose author has this in name or address
  --subject <text>      only those whose subject has this
  --since <date>        only those that arrived on this day (2026-11-23) or later
  --uid <number>        only this message
  --save <folder>       save the first attachment of the newest of them that has one${locationUsage}
`

/** What only this program can meet. */
export const imapExit = { noMailbox: 20, noMessage: 21, noAttachment: 22 } as const

const widths = [6, 18, 16, 28] as const

/** Logs in, opens a mailbox for reading, searches, prints the newest messages, downloads an attachment. */
export const run: Run = (argv, io) =>
  program(argv, io, usage, async (terminal) => {
    const { out, signal } = terminal
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: {
        ...locationOptions,
        last: { type: 'string', default: '10' },
        unseen: { type: 'boolean' },
        from: { type: 'string' },
        subject: { type: 'string' },
        since: { type: 'string' },
        uid: { type: 'string' },
        save: { type: 'string' },
      },
      allowPositionals: true,
    })
    const count = wholeNumber('--last', values.last, 1)
    const query = queryOf(values)
    const where = await locate(positionals[0], values, terminal)
    if (where.user === undefined) throw new Failure(exit.usage, 'somebody has to log in: imaps://user@host')
    const name = where.path || 'INBOX'

    await using imap = await ImapClient.connect(where.to, where.options)
    leaveOn(signal, imap)
    const mailbox = await imap.examine(name).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
      throw new Failure(imapExit.noMailbox, `${where.user} has no mailbox ${name} (${error.text})`, { cause: error })
    })
    const found = await mailbox.search(query)
    out(`${name}: ${mailbox.exists} messages, ${found.size} of them fit, ${imap.secure ? 'over TLS' : 'in clear'}`)
    if (found.isEmpty) throw new Failure(imapExit.noMessage, 'no message fits')
    const newest = found.toArray().slice(-count)

    out('')
    out(row(['uid', 'flags', 'date (UTC)', 'from', 'subject'], widths))
    const attachments: Attachment[] = []
    const wanted = { flags: true, envelope: true, bodyStructure: true } as const
    for await (const { uid, flags, envelope, bodyStructure } of mailbox.fetch(newest, wanted)) {
      const [author] = envelope.from
      const shown = [...flags].filter((flag) => flag !== '\\Recent').join(' ')
      out(row([`${uid}`, shown, dateInWords(envelope.date), personInWords(author), envelope.subject ?? ''], widths))
      const part = attachmentIn(bodyStructure)
      if (part !== undefined) attachments.push({ uid, part })
    }
    if (values.save === undefined) return
    const last = attachments.at(-1)
    if (last === undefined) throw new Failure(imapExit.noAttachment, 'none of these messages has an attachment')
    out('')
    out(await save(mailbox, last, values.save))
  })

interface Attachment {
  readonly uid: number
  readonly part: string
}

/** Streams it to the folder, under a name that does no harm and that no file there has. */
async function save(mailbox: Mailbox, { uid, part }: Attachment, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const body = await mailbox.download(uid, part)
  const path = await freePath(folder, safeFileName(body.filename))
  const octets = await body.saveTo(path)
  return `saved the attachment of message ${uid} (${body.contentType ?? 'of no type'}): ${octetsInWords(octets)} in ${path}`
}

/** The part of the first attachment: what says that it is one, or has a name. RFC 2183 §2 */
function attachmentIn(part: BodyPart): string | undefined {
  if (part.kind === 'multipart') {
    for (const inner of part.parts) {
      const found = attachmentIn(inner)
      if (found !== undefined) return found
    }
    return undefined
  }
  const named = Object.keys(part.disposition?.parameters ?? {}).some((name) => /^filename\b/.test(name))
  return part.disposition?.type === 'attachment' || named ? part.part : undefined
}

interface Wanted {
  unseen?: boolean | undefined
  from?: string | undefined
  subject?: string | undefined
  since?: string | undefined
  uid?: string | undefined
}

function queryOf({ unseen, from, subject, since, uid }: Wanted): SearchQuery {
  const query: SearchQuery = {}
  if (unseen) query.unseen = true
  if (from !== undefined) query.from = from
  if (subject !== undefined) query.subject = subject
  if (uid !== undefined) query.uid = wholeNumber('--uid', uid, 1)
  if (since !== undefined) {
    query.since = new Date(since)
    if (Number.isNaN(query.since.getTime())) throw new Failure(exit.usage, `--since takes a date, not ${since}`)
  }
  return query
}
