import { Maildrop, type Pop3Options, pop3Server, type SmtpOptions, smtpServer } from '@linewire/servers'
import { expect, test } from 'vitest'
import { exit } from '../src/failure.ts'
import { mailExit, run } from '../src/mail-round-trip.ts'
import { commonFailures } from './common-failures.ts'
import { type Played, replyTo, Stage } from './stage.ts'

const users = { alice: { password: 'wonderland' } }
const env = { LINEWIRE_PASSWORD: 'wonderland' }
const envelope = ['--from', 'bob@example.net', '--to', 'alice@example.net', '--every', '20']

interface Situation {
  smtp?: SmtpOptions
  pop3?: Partial<Pop3Options>
  /** what becomes of a message on its way to the maildrop */
  carry?: (octets: Buffer, maildrop: Maildrop) => void
}

/** An SMTP server that delivers into the maildrop of a POP3 server. */
async function serve({ smtp = {}, pop3 = {}, carry }: Situation = {}) {
  const maildrop = new Maildrop(['Subject: there before\n\nold\n'])
  const deliver: SmtpOptions['deliver'] = ({ octets }) => (carry ? carry(octets, maildrop) : void maildrop.add(octets))
  const sending = await smtpServer({ users, deliver, ...smtp })
  const reading = await pop3Server({ users: { alice: { password: 'wonderland', maildrop } }, ...pop3 })
  return {
    maildrop,
    sending,
    reading,
    urls: [`smtp://alice@127.0.0.1:${sending.port}`, `pop://alice@127.0.0.1:${reading.port}`],
    async [Symbol.asyncDispose]() {
      await Promise.all([sending.close(), reading.close()])
    },
  }
}

async function play(urls: readonly string[], ...more: string[]): Promise<Played> {
  using stage = new Stage()
  return stage.play(run, [...envelope, ...urls, '--tls', 'none', ...more], { env })
}

// the maildrop is looked at first: SMTP is not even dialled
commonFailures(run, {
  scheme: 'pop',
  serve: async (options) =>
    pop3Server({ users: { alice: { password: 'wonderland', maildrop: new Maildrop() } }, ...options }),
  argv: (server) => [...envelope, 'smtp://alice@127.0.0.1:9', server],
})

test.each(['implicit', 'starttls', 'none'] as const)('tls %s: there, back, and gone', async (tls) => {
  await using house = await serve({ smtp: { tls }, pop3: { tls } })
  using stage = new Stage()
  const args = [...envelope, ...house.urls, '--tls', tls, '--ca', stage.trust(house.reading)]
  const { code, out, err } = await stage.play(run, args, { env })
  expect({ code, err }).toEqual({ code: exit.done, err: '' })
  const lines = out.split('\n')
  expect(lines[0]).toBe('the maildrop of alice holds 1 message')
  expect(lines[1]).toContain(`sent to alice@example.net ${tls === 'none' ? 'in clear' : 'over TLS'}`)
  expect(out).toContain('the subject came through: Grüße aus Zürich')
  expect(lines.at(-1)).toBe('deleted, and committed by the server: 1 message left')
  expect(house.maildrop.messages).toHaveLength(1)
  expect(house.sending.deliveries).toMatchObject([{ from: 'bob@example.net', user: 'alice', secure: tls !== 'none' }])
})

test('a subject and a text of your own, and passwords of their own', async () => {
  await using house = await serve({ smtp: { users: { alice: { password: 'through the looking-glass' } } } })
  using stage = new Stage()
  const own = ['--subject', '你好, мир 👋', '--text', '.\n..\nFrom here\n']
  const passwords = { LINEWIRE_SMTP_PASSWORD: 'through the looking-glass', LINEWIRE_POP3_PASSWORD: 'wonderland' }
  const played = await stage.play(run, [...envelope, ...house.urls, '--tls', 'none', ...own], { env: passwords })
  expect(played).toMatchObject({ code: exit.done, out: expect.stringContaining('你好, мир 👋') })
})

test('a message that takes its time is waited for, and other mail is left alone', async () => {
  await using house = await serve({
    carry: (octets, maildrop) => {
      maildrop.add('Subject: somebody else\n\nnot ours\n')
      setTimeout(() => maildrop.add(octets), 100)
    },
  })
  expect((await play(house.urls)).code).toBe(exit.done)
  expect(house.maildrop.messages.map(({ octets }) => /^Subject: (.*)\r$/m.exec(octets.toString())?.[1])).toEqual([
    'there before',
    'somebody else',
  ])
})

test('a maildrop that somebody else has open is waited for', async () => {
  await using house = await serve({
    carry: (octets, maildrop) => {
      maildrop.add(octets)
      const view = maildrop.open()
      setTimeout(() => view?.close({ commit: false }), 100)
    },
  })
  expect((await play(house.urls)).code).toBe(exit.done)
  expect(house.reading.transcript.some((line) => line.startsWith('S: -ERR [IN-USE]'))).toBe(true)
})

test('a message that never arrives is not waited for for ever', async () => {
  await using house = await serve({ carry: () => {} })
  const { code, err } = await play(house.urls, '--wait', '0')
  expect({ code, err }).toMatchObject({ code: mailExit.notArrived, err: expect.stringContaining('within 0 s') })
})

test('a message that was changed on its way stays in the maildrop', async () => {
  const spoil = (octets: Buffer): Buffer => Buffer.from(octets.toString().replace(/^Subject:.*$/m, 'Subject: [spam]'))
  await using house = await serve({ carry: (octets, maildrop) => void maildrop.add(spoil(octets)) })
  const { code, err } = await play(house.urls)
  expect({ code, err }).toMatchObject({ code: mailExit.changed, err: expect.stringContaining('"[spam]') })
  expect(house.maildrop.messages).toHaveLength(2)
})

test('a recipient, a sender, a message that the server refuses', async () => {
  for (const smtp of [
    { refuse: { 'alice@example.net': '550 no such user here' } },
    { refuse: { 'bob@example.net': '550 no mail from you' } },
    { deliver: () => Promise.reject(new Error('disk full')) },
  ]) {
    await using house = await serve({ smtp })
    const { code, err } = await play(house.urls)
    expect({ code, err }).toMatchObject({
      code: mailExit.notAccepted,
      err: expect.stringMatching(/no such user here|no mail from you|disk full/),
    })
    expect(house.maildrop.messages).toHaveLength(1)
  }
})

test('the SMTP server refuses the password, or is not there', async () => {
  await using house = await serve({ smtp: { users: { alice: { password: 'other' } } } })
  expect((await play(house.urls)).code).toBe(exit.login)
  await house.sending.close()
  expect((await play(house.urls)).code).toBe(exit.unreachable)
  expect(house.maildrop.messages).toHaveLength(1)
})

test('a POP3 server that hangs up in the middle of the message: it is still there', async () => {
  let spoil = (): void => {}
  const carry = (octets: Buffer, maildrop: Maildrop): void => {
    maildrop.add(octets)
    spoil()
  }
  await using house = await serve({ carry })
  expect((await play(house.urls)).code).toBe(exit.done)
  const closeAt = replyTo('RETR', house.reading.sessions[1]!.transcript)
  expect(closeAt).toBeGreaterThan(0)
  // from the delivery on: the first look has to go well
  spoil = () => {
    house.reading.faults = { closeAt, closeWhen: 'middle' }
  }
  expect((await play(house.urls)).code).toBe(exit.connectionLost)
  expect(house.reading.transcript.at(-1)).toBe('C: RETR 2')
  expect(house.maildrop.messages).toHaveLength(2)
})

test('addresses are needed, and must be some', async () => {
  using stage = new Stage()
  const urls = ['smtp://alice@127.0.0.1:9', 'pop://alice@127.0.0.1:9']
  expect((await stage.play(run, urls, { env })).code).toBe(exit.usage)
  const args = ['--from', 'nobody', '--to', 'alice@example.net', ...urls]
  const { code, err } = await stage.play(run, args, { env })
  expect({ code, err }).toMatchObject({ code: exit.usage, err: expect.stringContaining('from') })
})
