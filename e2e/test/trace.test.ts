import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { FtpClient } from '@linewire/ftp'
import { ImapClient } from '@linewire/imap'
import { NntpClient } from '@linewire/nntp'
import { Pop3Client } from '@linewire/pop3'
import { SmtpClient } from '@linewire/smtp'
import type { TraceEvent } from '@linewire/wire'
import { expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { fillMaildir } from '../src/maildir.ts'

const auth = { user: 'alice', password: 'wonderland' }
const letter = Buffer.from(`From: bob@lab.test\r\nSubject: Grüße\r\n\r\n${'..a line\r\n'.repeat(500)}`)

/** A listener to the trace, and a relay that counts what goes over it: our numbers are checked by a stranger. */
async function counted(to: number) {
  const crossed = { sent: 0, received: 0 }
  const relay = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true })
    client.on('data', (chunk) => (crossed.sent += chunk.length))
    server.on('data', (chunk) => (crossed.received += chunk.length))
    for (const socket of [client, server]) socket.on('error', () => {})
    client.pipe(server).pipe(client)
  })
  await once(relay.listen(0, '127.0.0.1'), 'listening')
  const events: TraceEvent[] = []
  return {
    crossed,
    events,
    options: {
      host: '127.0.0.1',
      port: (relay.address() as AddressInfo).port,
      tls: 'none' as const,
      trace: (event: TraceEvent): void => void events.push(event),
    },
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => relay.close(resolve))
    },
  }
}

/** What was told of the exchanges, added up, and what was told at the close. */
function totals(events: readonly TraceEvent[]) {
  const exchanges = { sent: 0, received: 0 }
  let close = { sent: Number.NaN, received: Number.NaN }
  for (const event of events) {
    if (event.kind === 'close') {
      expect(event.error).toBeUndefined()
      close = { sent: event.sent, received: event.received }
    } else if (event.kind === 'exchange') {
      exchanges.sent += event.sent
      exchanges.received += event.received
    }
  }
  return { exchanges, close }
}

type Wire = Awaited<ReturnType<typeof counted>>

/** Every octet that crossed belongs to an exchange. */
function allToldBy({ events, crossed }: Wire): void {
  const { exchanges, close } = totals(events)
  expect(close).toEqual(crossed)
  expect(exchanges).toEqual(crossed)
}

describeServer('dovecot', 'and the octets that the trace tells', (dovecot) => {
  test('POP3: pipelined, and collected', async () => {
    fillMaildir(
      dovecot,
      'alice',
      Array.from({ length: 40 }, () => letter),
    )
    await using wire = await counted(dovecot.ports.pop3)
    const pop = await Pop3Client.connect({ ...wire.options, auth })
    await Promise.all([pop.stat(), pop.list(), pop.uidl(), pop.retr(1), pop.top(2, 3), pop.noop()])
    await expect(pop.retr(99)).rejects.toThrow('RETR 99')
    await pop.quit()
    allToldBy(wire)
  })

  test('POP3: a body that is streamed is in the totals alone', async () => {
    fillMaildir(dovecot, 'alice', [letter])
    await using wire = await counted(dovecot.ports.pop3)
    const pop = await Pop3Client.connect({ ...wire.options, auth })
    let octets = 0
    for await (const piece of await pop.open(1)) octets += piece.length
    await pop.stat()
    await pop.quit()
    const { exchanges, close } = totals(wire.events)
    expect(close).toEqual(wire.crossed)
    // with the dots that were stuffed, and the one that ends it
    const stuffed = 500
    expect(exchanges).toEqual({ ...close, received: close.received - octets - stuffed - '.\r\n'.length })
  })

  test('IMAP: literals both ways, a body in the midst of a reply, a window', async () => {
    fillMaildir(dovecot, 'alice', [])
    await using wire = await counted(dovecot.ports.imap)
    const imap = await ImapClient.connect({ ...wire.options, auth })
    for (let i = 0; i < 20; i++) await imap.append('INBOX', letter)
    const inbox = await imap.select('INBOX')
    const all = await inbox.search({ all: true })
    expect(all.size).toBe(20)
    for await (const { envelope } of inbox.fetch(all, { envelope: true })) expect(envelope.subject).toBe('Grüße')
    await (await inbox.download(1, '1')).bytes()
    await imap.logout()
    allToldBy(wire)
  })
})

describeServer('mail', 'and the octets that the trace tells', (mail) => {
  test('SMTP: an envelope in one flight, a message behind it', async () => {
    await using wire = await counted(mail.ports.smtp)
    const smtp = await SmtpClient.connect(wire.options)
    for (let i = 0; i < 3; i++) await smtp.send({ from: 'bob@lab.test', to: 'alice@lab.test', data: letter })
    await smtp.quit()
    allToldBy(wire)
  })
})

describeServer('inn', 'and the octets that the trace tells', (inn) => {
  test('NNTP: blocks, and an article that is posted', async () => {
    await using wire = await counted(inn.ports.nntp)
    const news = await NntpClient.connect(wire.options)
    await news.group('local.test')
    await Promise.all([news.article(1), news.head(2), news.stat(3)])
    const id = '<octets@lab.test>'
    await news.post({
      headers: { From: 'bob@lab.test', Newsgroups: 'local.misc', Subject: 'ü', 'Message-ID': id },
      body: '.\n',
    })
    await news.quit()
    allToldBy(wire)
  })
})

describeServer('vsftpd', 'and the octets that the trace tells', (vsftpd) => {
  test('FTP: those of the control connection, and none of the data', async () => {
    await using wire = await counted(vsftpd.ports.ftp)
    const ftp = await FtpClient.connect({ ...wire.options, auth })
    await ftp.put(letter, 'octets.txt')
    expect((await (await ftp.get('octets.txt')).bytes()).length).toBe(letter.length)
    await ftp.rename('octets.txt', 'counted.txt')
    await ftp.list()
    await ftp.delete('counted.txt')
    await ftp.quit()
    allToldBy(wire)
  })
})
