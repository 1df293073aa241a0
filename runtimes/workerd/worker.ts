// Runs in workerd: every request is a conversation with the server whose port it names, and its answer what came of it.
import { connect } from 'cloudflare:sockets'
import { createHash } from 'node:crypto'
import { ImapClient } from '../../packages/imap/src/index.ts'
import { NntpClient } from '../../packages/nntp/src/index.ts'
import { Pop3Client } from '../../packages/pop3/src/index.ts'
import { SmtpClient } from '../../packages/smtp/src/index.ts'
import { cloudflareTransport } from '../../packages/wire/src/cloudflare/index.ts'
import { type Transport, WireError } from '../../packages/wire/src/index.ts'

export interface Asked {
  conversation: keyof typeof conversations
  port: number
  tls: 'none' | 'starttls' | 'implicit'
  /** octets of the message that is sent */
  size?: number
}

const secureTransport = { none: 'off', starttls: 'starttls', implicit: 'on' } as const
const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex')
const auth = { user: 'alice', password: 'wonderland' }

function place({ port, tls }: Asked) {
  const socket = connect({ hostname: 'localhost', port }, { secureTransport: secureTransport[tls] })
  const transport: Transport = cloudflareTransport(socket)
  return { host: 'localhost', port, tls, transport, auth, timeout: 5000 }
}

const conversations = {
  async pop(asked: Asked) {
    const pop = await Pop3Client.connect(place(asked))
    const stat = await pop.stat()
    const messages: string[] = []
    for await (const { body } of pop.retrieve()) messages.push(sha256(await body.bytes()))
    const { secure } = pop
    return { stat, messages, secure, ...(await pop.quit()) }
  },

  /** A message as a stream, whose reader is slow at first. */
  async slowly(asked: Asked) {
    const pop = await Pop3Client.connect(place(asked))
    let octets = 0
    let pieces = 0
    for await (const piece of await pop.open(2)) {
      if (pieces++ < 3) await new Promise((resolve) => setTimeout(resolve, 50))
      octets += piece.length
    }
    await pop.noop()
    await pop.quit()
    return { octets }
  },

  async smtp(asked: Asked) {
    const smtp = await SmtpClient.connect(place(asked))
    const data = Buffer.alloc(asked.size ?? 0, '.2345678901234567890123456789012345678901234567890123456789\r\n')
    const { accepted } = await smtp.send({ from: 'a@example.com', to: ['b@example.com'], data })
    await smtp.quit()
    return { accepted, secure: smtp.secure }
  },

  async imap(asked: Asked) {
    await using imap = await ImapClient.connect(place(asked))
    await using inbox = await imap.select('INBOX')
    const messages: string[] = []
    for await (const { source } of inbox.fetch('1:*', { source: true })) messages.push(sha256(source))
    const streamed = sha256(await (await inbox.download(2)).bytes())
    return { messages, streamed, secure: imap.secure }
  },

  async nntp(asked: Asked) {
    await using nntp = await NntpClient.connect(place(asked))
    const { first, last } = await nntp.group('misc.test')
    const subjects: string[] = []
    for await (const { subject } of nntp.overview({ from: first, to: last })) subjects.push(subject)
    return { subjects, secure: nntp.secure }
  },
}

export default {
  async fetch(request: Request): Promise<Response> {
    const asked = (await request.json()) as Asked
    try {
      return Response.json(await conversations[asked.conversation](asked))
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      return Response.json({ failed: error.name, message: error.message })
    }
  },
}
