import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { list } from './list.ts'

test('LIST gives names, attributes and what a mailbox is for', async () => {
  const transcript = `
    C: A1 LIST "" "*"
    S: * LIST (\\HasNoChildren) "/" Inbox
    S: * LIST (\\Noselect) "/" "Gel&APY-scht"
    S: * LIST (\\HasNoChildren \\sent) "/" Sent
    S: A1 OK LIST completed`
  const found = await converse(list('*'), transcript)
  expect(found.map(({ name }) => name)).toEqual(['INBOX', 'Gelöscht', 'Sent'])
  expect(found[1]?.attributes.has('\\Noselect')).toBe(true)
  expect(found[2]).toMatchObject({ delimiter: '/', specialUse: '\\Sent', subscribed: false })
})

test('LIST-STATUS brings facts along', async () => {
  const transcript = `
    C: A1 LIST "" "%" RETURN (SUBSCRIBED STATUS (MESSAGES UNSEEN))
    S: * LIST (\\Subscribed) "." INBOX
    S: * STATUS INBOX (MESSAGES 17 UNSEEN 16)
    S: * LIST () "." foo
    S: * STATUS other (MESSAGES 1 UNSEEN 1)
    S: A1 OK List completed`
  const found = await converse(list('%', { returns: ['SUBSCRIBED'], status: ['messages', 'unseen'] }), transcript)
  expect(found[0]).toMatchObject({ name: 'INBOX', subscribed: true, status: { messages: 17, unseen: 16 } })
  expect(found[1]?.status).toBeUndefined()
})

test('LSUB is for servers that know nothing else', async () => {
  const transcript = `
    C: A1 LSUB "#news." "comp.mail.*"
    S: * LSUB () "." #news.comp.mail.mime
    S: A1 OK LSUB completed`
  const found = await converse(list('comp.mail.*', { reference: '#news.', subscribed: true, verb: 'LSUB' }), transcript)
  expect(found[0]).toMatchObject({ name: '#news.comp.mail.mime', subscribed: true })
})

test('a name may come as a literal', async () => {
  const transcript = `
    S: * LIST () "/" {3}
    S: foo
    S: A1 OK done`
  expect((await converse(list('*'), transcript))[0]?.name).toBe('foo')
})

test('data that cannot be read is missing, and said to be', async () => {
  const transcript = `
    S: * LIST (((
    S: A1 OK done`
  await expect(converse(list('*'), transcript)).rejects.toThrow("the server's LIST cannot be read")
})
