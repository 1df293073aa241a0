import { parseArgs } from 'node:util'
import { parse } from '@linewire/message'
import {
  type Article,
  ArticleNotFoundError,
  AuthRequiredError,
  EncryptionRequiredError,
  NntpClient,
  NoSuchGroupError,
} from '@linewire/nntp'
import { exit, Failure } from './failure.ts'
import { leaveOn, locate, locationOptions, locationUsage, wholeNumber } from './location.ts'
import { meaningfulLines } from './meaningful-lines.ts'
import { program, type Run } from './program.ts'
import { dateInWords, personInWords } from './words.ts'

const usage = `
Prints the newest article of a newsgroup: author, subject, date, and what its author wrote.

  nntp-last-article [options] nntp://[user@]host[:port]/group

Quoted text, the lines that introduce it and repeated blank lines are skipped. The password is the URL's, or that of
LINEWIRE_PASSWORD.

  --lines <number>      how many lines of the body to print (20)${locationUsage}
`

/** What only this program can meet. */
export const nntpExit = { noGroup: 20, emptyGroup: 21, loginNeeded: 22, tlsNeeded: 23 } as const

/** how far below the newest number to look when its article was cancelled */
const reach = 100
/** octets of an article that are read: enough for any text, and a binary posting need not come whole */
const enough = 256 * 1024

/** Selects a group, prints who wrote its newest article, when and about what, and the beginning of it. */
export const run: Run = (argv, io) =>
  program(argv, io, usage, async (terminal) => {
    const { out, signal } = terminal
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...locationOptions, lines: { type: 'string', default: '20' } },
      allowPositionals: true,
    })
    const limit = wholeNumber('--lines', values.lines, 1)
    const where = await locate(positionals[0], values, terminal)
    if (where.path === '') throw new Failure(exit.usage, 'the URL names no group: nntp://host/group')

    await using news = await NntpClient.connect(where.to, where.options).catch(needs)
    leaveOn(signal, news)
    const group = await news.group(where.path).catch((error: unknown) => {
      if (!(error instanceof NoSuchGroupError)) return needs(error)
      throw new Failure(nntpExit.noGroup, `there is no group ${where.path} on ${where.to.host}`, { cause: error })
    })
    if (group.count === 0) throw new Failure(nntpExit.emptyGroup, `${group.name} has no articles just now`)
    out(`${group.name}: ${group.count} articles, ${group.first} to ${group.last}`)

    const article = await newest(news, group)
    const message = await parse(await beginning(article, news))
    out('')
    out(`From:     ${personInWords(message.from)}`)
    out(`Subject:  ${message.subject || '(none)'}`)
    out(`Date:     ${dateInWords(message.date)} UTC`)
    out('')
    for (const line of meaningfulLines(message.text ?? '', limit)) out(line)
  })

/** The article with the highest number; where that one was cancelled, the next below that is still there. */
async function newest(news: NntpClient, { name, first, last }: { name: string; first: number; last: number }) {
  try {
    return await news.article(last)
  } catch (error) {
    if (!(error instanceof ArticleNotFoundError)) return needs(error)
  }
  const below = await news.overview(`${Math.max(first, last - reach)}-${last}`)
  const number = below.at(-1)?.number
  if (number === undefined) throw new Failure(nntpExit.emptyGroup, `the newest articles of ${name} were all cancelled`)
  return news.article(number)
}

/** Reads what is wanted of it. There is no saying goodbye behind an article that is left in its middle. */
async function beginning(article: Article, news: NntpClient): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let octets = 0
  for await (const piece of article) {
    pieces.push(piece)
    octets += piece.length
    if (octets < enough) continue
    news.close()
    break
  }
  return Buffer.concat(pieces)
}

/** What the server wants before it goes on. */
function needs(error: unknown): never {
  if (error instanceof AuthRequiredError) {
    const advice = 'give --user, and the password in LINEWIRE_PASSWORD'
    throw new Failure(nntpExit.loginNeeded, `this server wants a login first: ${advice} (${error.text})`, {
      cause: error,
    })
  }
  if (error instanceof EncryptionRequiredError) {
    const advice = 'use nntps:// or --tls starttls'
    throw new Failure(nntpExit.tlsNeeded, `this server wants TLS first: ${advice} (${error.text})`, { cause: error })
  }
  throw error
}
