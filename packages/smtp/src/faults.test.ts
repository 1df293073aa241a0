import { AuthError, ReplyError } from '@linewire/wire'
import { orDeclined, readTranscript } from '@linewire/wire/testing'
import { type Drive, faultMatrix } from '@linewire/wire/testing/faults'
import { describe, test } from 'vitest'
import { SmtpClient } from './client.ts'
import type { SmtpOptions } from './connect.ts'

// Every fault at every step of what servers say: see faultMatrix().

const bob = { user: 'bob', password: 'builder' }
const from = 'bob@lab.test'
const alice = 'alice@lab.test'
const blah = 'Blah blah blah...\r\n...etc. etc. etc.\r\n'
const letter = (subject: string): string => `From: bob@lab.test\r\nSubject: ${subject}\r\n\r\n.hidden\r\nHello\r\n`

function conversation(name: string): string {
  return readTranscript(new URL(`../test/transcripts/${name}.txt`, import.meta.url))
}

/** Connects, and leaves whatever happens. */
function session(more: Partial<SmtpOptions>, talk: (smtp: SmtpClient, ...rest: Parameters<Drive>) => Promise<unknown>) {
  return async (...[options, watch]: Parameters<Drive>): Promise<unknown> => {
    const own = { tls: 'none', name: 'client.example', ...more } as const
    const smtp = await SmtpClient.connect('mail.example', { ...own, ...options })
    try {
      return await talk(smtp, options, watch)
    } finally {
      smtp.close()
    }
  }
}

/** A refusal is what the conversation comes to. */
function refused(more: Partial<SmtpOptions>, Refused: typeof ReplyError): Drive {
  return async (options) => {
    try {
      await SmtpClient.connect('mail.example', { tls: 'none', ...more, ...options })
    } catch (error) {
      if (!(error instanceof Refused) || error.constructor !== Refused) throw error
      const { text, code, responseCode, transient } = error
      return { text, code, responseCode, transient }
    }
    throw new Error('nobody was refused')
  }
}

/** A message in pieces, as a file or a network gives them. */
async function* inPieces(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7))
}

const conversations: Record<string, Drive> = {
  'rfc5321-scenario': session({ name: 'bar.com' }, async (smtp, { signal }) => {
    const to = ['Jones@foo.com', 'Green@foo.com', 'Brown@foo.com']
    const sent = await smtp.send({ from: 'Smith@bar.com', to, data: blah }, { signal })
    return [smtp.greeting, [...smtp.capabilities], sent, await smtp.quit()]
  }),

  'rfc5321-by-hand': session({ name: 'bar.com' }, async (smtp, { signal }) => {
    const asked = [
      await smtp.vrfy('Crispin', { signal }),
      await smtp.expn('Example-People'),
      await orDeclined(smtp.expn('Executive-Washroom-List')),
      await smtp.help(),
      await smtp.mail('Smith@bar.com', {}, { signal }),
      await orDeclined(smtp.rcpt('Green@foo.com')),
      await smtp.rset({ signal }),
    ]
    // queued together, and said one by one
    const steps = [
      smtp.mail('Smith@bar.com'),
      smtp.rcpt('Jones@foo.com'),
      smtp.data('Blah blah blah...\r\n'),
      smtp.noop(),
    ]
    return [...asked, await Promise.all(steps), await smtp.quit()]
  }),

  'postfix-submission': session({ tls: 'starttls', auth: bob }, async (smtp, { signal }) => {
    const to = [alice, 'reject@lab.test', 'defer@lab.test']
    const sent = await smtp.send({ from, to, data: letter('one'), notify: 'NEVER' }, { signal })
    return [smtp.secure, sent, await smtp.vrfy(alice), await smtp.quit()]
  }),

  'postfix-send-all': session({}, async (smtp, { signal }) => {
    const messages = [
      { from, to: alice, data: letter('one') },
      { from, to: ['reject@lab.test', 'nobody@lab.test'], data: letter('two') },
      { from, to: ['defer@lab.test', alice], data: letter('three') },
    ]
    const learned: unknown[] = []
    for await (const { message, ...sent } of smtp.sendAll(messages, { signal })) learned.push(sent)
    return [...learned, await smtp.quit()]
  }),

  'postfix-all-or-nobody': session({}, async (smtp, { signal }) => {
    const message = { from, partial: 'abort' } as const
    const data = inPieces(letter('one'))
    return [
      await orDeclined(smtp.send({ ...message, to: ['reject@lab.test', alice], data: letter('one') }, { signal })),
      await smtp.send({ ...message, to: [alice, 'postmaster'], data }, { signal }),
      await smtp.quit(),
    ]
  }),

  'postfix-bdat': session({}, async (smtp, { signal }, watch) => {
    const envelope = [smtp.mail(from), smtp.rcpt(alice), orDeclined(smtp.rcpt('reject@lab.test'))]
    const learned: unknown[] = await Promise.all(envelope.map(watch<unknown>))
    learned.push(await smtp.bdat(Buffer.from('Subject: in chunks\r\n\r\nthe first ends'), { signal }))
    learned.push(await smtp.bdat(Buffer.from(' here\r\n.\r\n'), { last: true, signal }))
    learned.push(await orDeclined(smtp.bdat(Buffer.from('too early'), { last: true })))
    learned.push(...(await Promise.all([smtp.rset(), smtp.noop({ signal })].map(watch<unknown>))))
    for (const ask of [() => smtp.help(), () => smtp.expn('list'), () => smtp.etrn('lab.test')]) {
      learned.push(await orDeclined(ask()))
    }
    return [...learned, await smtp.quit()]
  }),

  'postfix-refused': refused({ name: 'client.example', auth: { user: 'bob', password: 'wrong' } }, AuthError),

  'dovecot-lmtp': session({ lmtp: true }, async (smtp, { signal }, watch) => {
    const to = [alice, 'nobody@lab.test', 'bob@lab.test']
    const first = await smtp.send({ from, to, data: letter('one') }, { signal })
    const envelope = [smtp.mail(from), smtp.rcpt(alice), smtp.rcpt('bob@lab.test')]
    await Promise.all(envelope.map(watch<unknown>))
    const second = await smtp.bdat(Buffer.from('Subject: two\r\n\r\nHello'), { last: true })
    return [first, second, await smtp.quit()]
  }),

  'dovecot-submission': session({ auth: { ...bob, mechanisms: ['LOGIN'] } }, async (smtp, { signal }, watch) => {
    const first = smtp.send({ from, to: alice, data: letter('one') }, { signal })
    const second = smtp.send({ from, to: 'reject@lab.test', data: letter('two') }, { signal })
    return [...(await Promise.all([first, orDeclined(second)].map(watch<unknown>))), await smtp.quit()]
  }),

  'exim-refusals': session({}, async (smtp, { signal }) => {
    const first = await orDeclined(smtp.send({ from, to: 'nobody@mx.example', data: letter('one') }, { signal }))
    const second = await orDeclined(smtp.send({ from, to: 'alice@mx.example', data: letter('two') }, { signal }))
    return [first, second, await smtp.quit()]
  }),

  'gmail-oauth': session(
    { auth: { user: 'tim', token: ({ expired }) => Promise.resolve(expired ? 'new' : 'old') } },
    async (smtp) => [await smtp.send({ from: 'tim@gmail.example', to: alice, data: blah }), await smtp.quit()],
  ),

  'exchange-online': session({ auth: { user: 'tim', token: 'new' } }, async (smtp, { signal }, watch) => {
    const first = smtp.send({ from: 'tim@office.example', to: 'jürgen@lab.test', data: blah }, { signal })
    const second = orDeclined(smtp.send({ from, to: alice, data: blah }, { signal }))
    return [...(await Promise.all([first, second].map(watch<unknown>))), await smtp.quit()]
  }),

  'opensmtpd-lock-step': session({}, async (smtp, { signal }, watch) => {
    const [bad, nobody, good] = [
      { from: 'bad@lab.test', to: alice },
      { from, to: 'nobody@mail.example' },
      { from, to: 'alice@mail.example' },
    ]
    const all = [bad, nobody, good].map((envelope) => smtp.send({ ...envelope!, data: blah }, { signal }))
    return [...(await Promise.all(all.map((sent) => watch<unknown>(orDeclined(sent))))), await smtp.quit()]
  }),

  'google-relay-name': refused({}, ReplyError),
}

for (const [name, drive] of Object.entries(conversations)) {
  describe(name, () => {
    const text = conversation(name)
    // who hangs up on QUIT has understood: see quit()
    // the first refusal is what is told, whatever becomes of the other try
    const decisive = name === 'postfix-refused' ? { verdict: /^535 / } : {}
    const manners = { hangsUp: /^C: QUIT$/m.test(text), upgrades: name === 'postfix-submission', ...decisive }
    for (const { name: fault, run } of faultMatrix(text, drive, manners)) test(fault, run)
  })
}
