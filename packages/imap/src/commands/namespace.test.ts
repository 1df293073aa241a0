import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { namespace } from './namespace.ts'

test('NAMESPACE tells personal, other users’ and shared mailboxes apart', async () => {
  const transcript = `
    C: A1 NAMESPACE
    S: * NAMESPACE (("" "/")) (("~" "/")) (("#shared/" "/") ("#entw&APw-rfe/" "/"))
    S: A1 OK NAMESPACE command completed`
  expect(await converse(namespace(), transcript)).toEqual({
    personal: [{ prefix: '', delimiter: '/' }],
    other: [{ prefix: '~', delimiter: '/' }],
    shared: [
      { prefix: '#shared/', delimiter: '/' },
      { prefix: '#entwürfe/', delimiter: '/' },
    ],
  })
})

test('NIL is none', async () => {
  const transcript = `
    S: * NAMESPACE NIL NIL NIL
    S: A1 OK done`
  expect(await converse(namespace(), transcript)).toEqual({ personal: [], other: [], shared: [] })
})
