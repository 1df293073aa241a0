import { NewsStore } from '../../../servers/src/index.ts'

/** For the tests of this folder: misc.test with three articles and gaps, example.empty with none. */
export function news(): NewsStore {
  const store = new NewsStore()
  const created = new Date('1998-11-23T00:00:00Z')
  store.addGroup('misc.test', {
    description: 'General Usenet testing',
    created,
    creator: 'chris@example.com',
  }).high = 3000233
  store.addGroup('example.empty', {
    description: 'Nothing here',
    status: 'n',
    created: new Date('1999-06-25T00:00:00Z'),
  })
  const arrived = new Date('1999-07-01T00:00:00Z')
  for (const id of ['one', 'gap1', 'gap2', 'two', 'three']) {
    store.add(
      `Path: a!not-for-mail\nFrom: =?UTF-8?Q?J=C3=BCrgen?= <j@example.com>\nNewsgroups: misc.test\nSubject: about ${id}\n` +
        `Date: 6 Oct 1998 04:38:40 -0500\nMessage-ID: <${id}@example.com>\n\nThis is ${id}.\n.dot\n`,
      { arrived },
    )
  }
  for (const id of ['gap1', 'gap2']) store.remove(`<${id}@example.com>`)
  return store
}
