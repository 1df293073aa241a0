// What a user writes, compiled against the packed tarballs by test/consumer.mjs. It is never run.
import { FtpClient } from '@linewire/ftp'
import { ImapClient } from '@linewire/imap'
import { compose, parse } from '@linewire/message'
import { NntpClient } from '@linewire/nntp'
import { Pop3Client } from '@linewire/pop3'
import { SmtpClient } from '@linewire/smtp'
import type { Command } from '@linewire/wire'

const auth = { user: 'alice', password: 'secret' }

export const send = async (): Promise<number> => {
  await using smtp = await SmtpClient.connect('smtps://mail.example', { auth })
  const message = compose({ from: 'a@example.org', to: 'b@example.org', subject: 'Grüße', text: 'hello' })
  const { accepted, rejected } = await smtp.send(message)
  return accepted.length - rejected.length
}

export const receive = async (): Promise<string | undefined> => {
  await using pop = await Pop3Client.connect('pops://mail.example', { auth })
  const { messages, octets } = await pop.stat()
  return messages + octets === 0 ? undefined : (await parse(await pop.retr(messages))).subject
}

export const inbox = async (): Promise<number> => {
  await using imap = await ImapClient.connect('imaps://mail.example', { auth })
  return (await imap.examine('INBOX')).exists
}

export const newest = async (): Promise<number> => {
  await using nntp = await NntpClient.connect('nntp://news.example')
  const { name, last } = await nntp.group('misc.test')
  return name === 'misc.test' ? last : 0
}

export const names = async (): Promise<string[]> => {
  await using ftp = await FtpClient.connect({ host: 'ftp.example', tls: 'starttls' })
  await ftp.login()
  return ftp.nlst()
}

export const raw = <T,>(client: Pop3Client, command: Command<T>): Promise<T> => client.run(command)
