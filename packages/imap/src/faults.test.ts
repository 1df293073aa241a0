import { AuthError } from '@linewire/wire'
import { orDeclined, readTranscript } from '@linewire/wire/testing'
import { type Drive, faultMatrix } from '@linewire/wire/testing/faults'
import { describe, test } from 'vitest'
import { ImapClient } from './client.ts'
import type { ImapOptions } from './connect.ts'
import { SeqSet } from './sets.ts'

// Every fault at every step of what servers say: see faultMatrix().

const alice = { user: 'alice', password: 'wonderland', mechanisms: ['PLAIN'] }
const carol = { user: 'carol', password: 'pässwörd €' }
const noEnd = 'Subject: two\r\n\r\nno end'

function conversation(name: string): string {
  return readTranscript(new URL(`../test/transcripts/${name}.txt`, import.meta.url))
}

/** Connects, and leaves whatever happens. */
function session(more: Partial<ImapOptions>, talk: (imap: ImapClient, ...rest: Parameters<Drive>) => Promise<unknown>) {
  return async (...[options, watch]: Parameters<Drive>): Promise<unknown> => {
    const imap = await ImapClient.connect('mail.example', { tls: 'none', ...more, ...options })
    try {
      return await talk(imap, options, watch)
    } finally {
      imap.close()
    }
  }
}

/** A source in pieces, as a file or a network gives them. */
async function* inPieces(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7))
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const row of rows) found.push(row)
  return found
}

const conversations: Record<string, Drive> = {
  'rfc3501-example': session({ auth: { user: 'mrc', password: 'secret' } }, async (imap, { signal }) => {
    const inbox = await imap.select('inbox', { signal })
    const twelve = SeqSet.from(12)
    const full = { flags: true, internalDate: true, size: true, envelope: true, bodyStructure: true } as const
    const learned: unknown[] = [inbox.exists, inbox.uidValidity, [...inbox.flags]]
    learned.push(await inbox.fetchOne(twelve, full, { signal }))
    learned.push(
      await inbox.fetchOne(twelve, { headers: true }),
      await inbox.addFlags(twelve, ['\\Deleted'], { signal }),
    )
    return [...learned, await imap.logout()]
  }),

  'dovecot-flight': session({ auth: alice }, async (imap, { signal }, watch) => {
    const flight = [
      imap.namespace({ signal }),
      imap.list('*', { status: ['messages', 'unseen'], signal }),
      imap.create('Plans & more', { signal }),
      imap.status('INBOX', ['messages', 'uidNext'], { signal }),
      orDeclined(imap.select('nowhere')),
    ]
    const learned = await Promise.all(flight.map(watch<unknown>))
    return [[...imap.capabilities], imap.serverId, ...learned, await imap.logout()]
  }),

  'dovecot-starttls': session({ auth: alice, tls: 'starttls' }, async (imap) => {
    return [imap.secure, await imap.noop(), await imap.logout()]
  }),

  'dovecot-login': session({}, async (imap, { signal }) => {
    await imap.login(carol.user, carol.password, { signal })
    const again = await orDeclined(imap.login('alice', 'wonderland'))
    await imap.noop({ signal })
    return [again, imap.alerts, await imap.enable('CONDSTORE'), await imap.logout()]
  }),

  'dovecot-refused': async (options) => {
    const auth = { user: 'alice', password: 'wrong' }
    try {
      await ImapClient.connect('mail.example', { tls: 'none', auth, ...options })
    } catch (error) {
      if (!(error instanceof AuthError)) throw error
      const { text, code, responseCode } = error
      return { text, code, responseCode }
    }
    throw new Error('nobody was refused')
  },

  'dovecot-messages': session({ id: null }, async (imap, { signal }, watch) => {
    const inbox = await imap.select('INBOX')
    const rows = await all(inbox.fetch('1:*', { flags: true, size: true, envelope: true }, { signal }))
    const flight = [
      inbox.search({ subject: 'one' }, { signal }),
      inbox.store.add(1, ['\\Flagged'], { signal }),
      inbox.copy('1:2', 'Plans & more', { signal }),
      inbox.search({ unseen: true }, { return: ['count', 'min'], signal }),
    ]
    const learned = await Promise.all(flight.map(watch<unknown>))
    learned.push(await inbox.move(1, 'Plans & more', { signal }), await inbox.expunge(2), inbox.exists)
    await inbox.unselect()
    return [...rows, ...learned, await imap.logout()]
  }),

  'dovecot-contents': session({ id: null }, async (imap, { signal, limits }, watch) => {
    const inbox = await imap.examine('INBOX')
    const most = { maxBytes: limits.body }
    const read = async (uid: number, part?: string): Promise<unknown> => {
      const body = await inbox.download(uid, part, { signal })
      return [body.filename, body.contentType, Buffer.from(await body.bytes(most)).toString()]
    }
    const source = await inbox.fetchOne(2, { headers: ['Subject'], source: true }, { signal })
    const learned = [source?.source, await read(3, '2'), await orDeclined(read(3, '9'))]
    const flight = [read(1), read(3, '1').then(String), imap.noop({ signal })]
    return [inbox.readOnly, ...learned, ...(await Promise.all(flight.map(watch<unknown>))), await imap.logout()]
  }),

  'dovecot-append': session({ id: null }, async (imap, { signal }, watch) => {
    const one = imap.append('INBOX', 'Subject: one\r\n\r\n.dot\r\n', {
      flags: ['\\Seen'],
      date: new Date('2026-11-23T12:00:00Z'),
      signal,
    })
    const two = imap.append('INBOX', inPieces(noEnd), { size: noEnd.length })
    const learned: unknown[] = await Promise.all([one, two].map(watch<unknown>))
    for (const mailbox of ['nowhere', 'INBOX']) learned.push(await orDeclined(imap.append(mailbox, noEnd, { signal })))
    return [...learned, await imap.logout()]
  }),

  'dovecot-idle': session({ id: null }, async (imap, { signal }) => {
    const inbox = await imap.select('INBOX')
    const events: unknown[] = []
    for await (const event of inbox.watch({ signal })) {
      events.push(event)
      break
    }
    await imap.noop({ signal })
    return [inbox.exists, ...events, await imap.logout()]
  }),

  'courier-literals': session({ id: null }, async (imap, { signal }) => {
    await imap.login(carol.user, carol.password)
    const draft = { flags: ['\\Draft'], size: noEnd.length, signal }
    const learned: unknown[] = [await imap.append('INBOX.Drafts', inPieces(noEnd), draft)]
    learned.push(await orDeclined(imap.append('nowhere', noEnd, { signal })))
    const inbox = await imap.select('INBOX')
    learned.push(await inbox.search({ subject: 'Grüße', from: 'Jürg' }, { signal }))
    return [...learned, await imap.logout()]
  }),

  'gmail-oauth': session(
    { auth: { user: 'tim', token: ({ expired }) => Promise.resolve(expired ? 'new' : 'old') } },
    async (imap, { signal }) => {
      const inbox = await imap.select('INBOX')
      const row = await inbox.fetchOne(7, { flags: true, modseq: true, labels: true }, { signal })
      return [inbox.highestModseq, imap.serverId?.get('vendor'), row, await imap.logout()]
    },
  ),

  'exchange-throttled': session({ id: null, auth: { user: 'tim', token: 'new' } }, async (imap, { signal }) => {
    const learned: unknown[] = [await orDeclined(imap.status('Archive', ['messages'], { signal }))]
    const inbox = await imap.select('INBOX')
    learned.push(await inbox.move(7, 'Archive'), await orDeclined(inbox.search({ all: true }, { signal })))
    return [imap.greeting, ...learned, await imap.logout()]
  }),

  'netease-unsafe-login': session({ id: null, auth: { user: 'tim', password: 'tanstaaf' } }, async (imap) => {
    const refused = await orDeclined(imap.select('INBOX'))
    const server = await imap.id({ name: 'linewire' })
    const inbox = await imap.select('INBOX')
    return [refused, server, await inbox.fetchOne(1, { size: true }), await imap.logout()]
  }),

  'uw-imap-move': session({ id: null }, async (imap, { signal }) => {
    const inbox = await imap.select('INBOX')
    const moved = await inbox.move(2, 'saved', { signal })
    await inbox.unselect({ signal })
    return [moved, inbox.exists, await imap.logout()]
  }),
}

for (const [name, drive] of Object.entries(conversations)) {
  describe(name, () => {
    // the first refusal is what is told, whatever becomes of the other try
    const decisive = name === 'dovecot-refused' ? { verdict: /^A2 NO / } : {}
    const manners = { unasked: /^(?:[*+] |\[COPYUID)/, upgrades: name === 'dovecot-starttls', ...decisive }
    for (const { name: fault, run } of faultMatrix(conversation(name), drive, manners)) test(fault, run)
  })
}
