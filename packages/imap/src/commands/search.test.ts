import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { compileSearch, type SearchProgram } from '../search-query.ts'
import { UidSet } from '../sets.ts'
import { type SearchReturn, search } from './search.ts'

const uids = (program: SearchProgram, ...returns: SearchReturn[]) => search(program, returns.length ? { returns } : {})

test('SEARCH gives UIDs', async () => {
  const transcript = `
    C: A1 UID SEARCH FLAGGED SINCE 1-Feb-1994 NOT (FROM "Smith")
    S: * SEARCH 2 84 882
    S: A1 OK SEARCH completed`
  const program = compileSearch({ flagged: true, since: new Date('1994-02-01'), not: { from: 'Smith' } })
  expect((await converse(uids(program), transcript)).all?.toString()).toBe('2,84,882')
})

test('nothing found is an empty set', async () => {
  const transcript = `
    S: * SEARCH
    S: A1 OK done`
  expect(await converse(uids(compileSearch({})), transcript)).toEqual({ all: UidSet.empty, count: 0 })
})

test('0 is no UID', async () => {
  const transcript = `
    S: * SEARCH 0 5
    S: A1 OK done`
  expect((await converse(uids(compileSearch({})), transcript)).all?.toString()).toBe('5')
})

test('ESEARCH is told by its tag', async () => {
  const transcript = `
    C: A1 UID SEARCH RETURN (MIN COUNT) FLAGGED
    S: * ESEARCH (TAG "A9") UID MIN 1 COUNT 1
    S: * ESEARCH (TAG "A1") UID MIN 7 COUNT 3
    S: A1 OK SEARCH completed`
  expect(await converse(uids(compileSearch({ flagged: true }), 'min', 'count'), transcript)).toEqual({
    min: 7,
    count: 3,
  })
})

test('an ALL that is missing is an empty one', async () => {
  const transcript = `
    S: * ESEARCH (TAG "A1") UID
    S: A1 OK done`
  expect((await converse(uids(compileSearch({}), 'all'), transcript)).all?.isEmpty).toBe(true)
})

test('Cyrus 2.4 answers RETURN with SEARCH', async () => {
  const transcript = `
    S: * SEARCH 5 3
    S: A1 OK done`
  const found = await converse(uids(compileSearch({}), 'min', 'max', 'count'), transcript)
  expect(found).toEqual({ min: 3, max: 5, count: 2 })
})

test('what is not ASCII is a literal in UTF-8', async () => {
  const transcript = `
    C: A1 UID SEARCH CHARSET UTF-8 TEXT {11}
    S: + Ready for literal text
    C: вотще?
    S: A1 NO [BADCHARSET (US-ASCII)] no`
  const failure = converse(uids({ charset: 'UTF-8', parts: ['TEXT ', { literal: Buffer.from('вотще?') }] }), transcript)
  await expect(failure).rejects.toMatchObject({ code: 'NO', responseCode: 'BADCHARSET' })
})
