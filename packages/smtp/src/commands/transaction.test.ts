import { ConnectionError, ProtocolError, pieces } from '@linewire/wire'
import { converse, everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { DataError, RecipientsError, SenderError } from '../refusals.ts'
import { type Plan, transaction } from './transaction.ts'

const plan = (more: Partial<Plan> = {}, to = ['a@x', 'b@x']): Plan => ({
  mail: 'MAIL FROM:<me@x>',
  recipients: to.map((address) => ({ address, line: `RCPT TO:<${address}>` })),
  open: () => pieces('Hello\r\n'),
  partial: 'deliver',
  pipelined: true,
  ahead: true,
  lmtp: false,
  ...more,
})

const group = `
    C: MAIL FROM:<me@x>
    C: RCPT TO:<a@x>
    C: RCPT TO:<b@x>
    C: DATA`

test('RFC 2920 §3.2: the whole envelope and DATA in one group, and the message goes to those who were accepted', async () => {
  const transcript = `${group}
    S: 250 2.1.0 sender ok
    S: 250 2.1.5 recipient ok
    S: 550 5.1.1 no such user
    S: 354 enter mail
    C: Hello
    C: .
    S: 250 2.0.0 Ok: queued as 4Xyz`
  const outcome = await converse(transaction(plan()), transcript)
  expect(outcome.accepted).toEqual(['a@x'])
  expect(outcome.rejected).toMatchObject([
    { recipient: 'b@x', reply: { code: 550 }, error: { code: '550', responseCode: '5.1.1', transient: false } },
  ])
  expect(outcome.reply.text).toBe('Ok: queued as 4Xyz')
})

test('the same, however the server cuts its replies', async () => {
  const replies = ['250 2.1.0 ok', '250 2.1.5 ok', '452 4.2.2 full', '354 go']
  const whole = `${replies.join('\r\n')}\r\n`
  for (const chunks of everySplit(whole)) {
    const transcript = `${group}
    S: ${replies[0]}
    C: Hello
    C: .
    S: 250 done`
    let first = true
    const split = (octets: Buffer): Buffer[] => {
      if (!first) return [octets]
      first = false
      return chunks
    }
    const { accepted, rejected } = await converse(transaction(plan()), transcript, { split })
    expect([accepted, rejected.map(({ error }) => error.transient)]).toEqual([['a@x'], [true]])
  }
})

test('without PIPELINING one command waits for the other', async () => {
  const transcript = `
    C: MAIL FROM:<me@x>
    S: 250 ok
    C: RCPT TO:<a@x>
    S: 550 no
    C: RCPT TO:<b@x>
    S: 250 ok
    C: DATA
    S: 354 go
    C: Hello
    C: .
    S: 250 done`
  expect((await converse(transaction(plan({ pipelined: false })), transcript)).accepted).toEqual(['b@x'])
})

test('nobody accepted: DATA is refused, and RSET clears the transaction', async () => {
  const transcript = `${group}
    S: 250 ok
    S: 550 5.1.1 no a
    S: 451 4.3.0 no b
    S: 554 5.5.1 no valid recipients
    C: RSET
    S: 250 ok`
  const refused = converse(transaction(plan()), transcript)
  await expect(refused).rejects.toThrow(RecipientsError)
  await expect(refused).rejects.toThrow('RCPT TO:<a@x>: 550 5.1.1 no a (and 1 more)')
  await expect(refused).rejects.toMatchObject({
    transient: true,
    rejected: [{ recipient: 'a@x' }, { recipient: 'b@x', error: { transient: true } }],
  })
})

test('nobody accepted, yet DATA is: a lone dot ends it for nobody (RFC 2920 §3.1)', async () => {
  for (const last of ['554 no recipients', '250 ok']) {
    const transcript = `${group}
    S: 250 ok
    S: 550 no
    S: 550 no
    S: 354 go
    C: .
    S: ${last}`
    await expect(converse(transaction(plan()), transcript)).rejects.toThrow(RecipientsError)
  }
})

test('an LMTP server that does so is not understood', async () => {
  const transcript = `${group}
    S: 250 ok
    S: 550 no
    S: 550 no
    S: 354 go`
  await expect(converse(transaction(plan({ lmtp: true })), transcript)).rejects.toThrow(ProtocolError)
})

test('a sender who is refused: the rest is read, and nothing is left to be cleared', async () => {
  const transcript = `${group}
    S: 553 5.1.8 unknown domain
    S: 503 need MAIL
    S: 503 need MAIL
    S: 503 need RCPT`
  const refused = converse(transaction(plan()), transcript)
  await expect(refused).rejects.toThrow(SenderError)
  await expect(refused).rejects.toThrow('MAIL FROM:<me@x>: 553 5.1.8 unknown domain')
})

test('without PIPELINING nothing follows a sender who was refused', async () => {
  const transcript = `
    C: MAIL FROM:<me@x>
    S: 451 later`
  await expect(converse(transaction(plan({ pipelined: false })), transcript)).rejects.toMatchObject({ transient: true })
})

test('DATA refused with accepted recipients is a DataError, behind which RSET goes', async () => {
  const transcript = `${group}
    S: 250 ok
    S: 250 ok
    S: 250 ok
    S: 451 4.3.0 no room
    C: RSET
    S: 250 ok`
  await expect(converse(transaction(plan()), transcript)).rejects.toThrow(DataError)
})

test('the message refused at its end is a DataError, and the transaction is over', async () => {
  const transcript = `${group}
    S: 250 ok
    S: 250 ok
    S: 250 ok
    S: 354 go
    C: Hello
    C: .
    S: 554 5.7.1 spam`
  await expect(converse(transaction(plan()), transcript)).rejects.toThrow('DATA: 554 5.7.1 spam')
})

test('all or nobody: DATA waits for the last answer, and one refusal ends it', async () => {
  const envelope = group.replace('\n    C: DATA', '')
  const all = `${envelope}
    S: 250 ok
    S: 250 ok
    S: 251 will forward
    C: DATA
    S: 354 go
    C: Hello
    C: .
    S: 250 done`
  expect((await converse(transaction(plan({ partial: 'abort' })), all)).accepted).toEqual(['a@x', 'b@x'])
  const one = `${envelope}
    S: 250 ok
    S: 250 ok
    S: 550 no
    C: RSET
    S: 250 ok`
  const refused = converse(transaction(plan({ partial: 'abort' })), one)
  await expect(refused).rejects.toMatchObject({ name: 'RecipientsError', rejected: [{ recipient: 'b@x' }] })
})

test('421 at any place closes the connection, and says why', async () => {
  const lost = converse(transaction(plan()), `${group}\n    S: 250 ok\n    S: 421 4.7.0 too many errors`)
  await expect(lost).rejects.toThrow(ConnectionError)
  await expect(lost).rejects.toThrow('421 4.7.0 too many errors')
})

test('RFC 2033 §4.2: LMTP answers for each accepted recipient', async () => {
  const transcript = `
    C: MAIL FROM:<me@x>
    C: RCPT TO:<a@x>
    C: RCPT TO:<b@x>
    C: RCPT TO:<c@x>
    C: DATA
    S: 250 ok
    S: 250 ok
    S: 550 no b
    S: 250 ok
    S: 354 go
    C: Hello
    C: .
    S: 452 4.2.2 <a@x> over quota
    S: 250 2.1.5 <c@x> saved`
  const outcome = await converse(transaction(plan({ lmtp: true }, ['a@x', 'b@x', 'c@x'])), transcript)
  expect(outcome.accepted).toEqual(['c@x'])
  expect(outcome.rejected.map(({ recipient, error }) => [recipient, error.message])).toEqual([
    ['b@x', 'RCPT TO:<b@x>: 550 no b'],
    ['a@x', 'DATA: 452 4.2.2 <a@x> over quota'],
  ])
  expect(outcome.reply.code).toBe(250)
  expect([...outcome.replies!].map(([recipient, { code }]) => [recipient, code])).toEqual([
    ['a@x', 452],
    ['c@x', 250],
  ])
})

test('LMTP that stores it for nobody is a RecipientsError', async () => {
  const transcript = `${group}
    S: 250 ok
    S: 250 ok
    S: 250 ok
    S: 354 go
    C: Hello
    C: .
    S: 452 4.2.2 full
    S: 550 5.2.1 disabled`
  await expect(converse(transaction(plan({ lmtp: true })), transcript)).rejects.toMatchObject({
    name: 'RecipientsError',
    rejected: [{ recipient: 'a@x' }, { recipient: 'b@x' }],
  })
})
