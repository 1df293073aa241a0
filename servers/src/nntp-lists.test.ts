import { expect, test } from 'vitest'
import { nntpHouse } from './nntp-house.ts'

test('RFC 3977 §7.6 and RFC 6048: the lists with a line per group', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  const active = ['misc.test 3000238 3000234 y', 'example.empty 0 1 n']
  expect(await client.askBlock('LIST')).toEqual(['215 list follows', ...active])
  expect(await client.askBlock('list active *.empty')).toEqual(['215 list follows', active[1]])
  expect((await client.askBlock('LIST NEWSGROUPS')).slice(1)).toEqual([
    'misc.test\tGeneral Usenet testing',
    'example.empty\tNothing here',
  ])
  expect((await client.askBlock('LIST ACTIVE.TIMES misc.*')).slice(1)).toEqual([
    'misc.test 911779200 chris@example.com',
  ])
  expect((await client.askBlock('LIST COUNTS')).slice(1)).toEqual([
    'misc.test 3000238 3000234 3 y',
    'example.empty 0 1 0 n',
  ])
})

test('the lists about the server: 503 for one that is not kept, 501 for one that nobody knows', async () => {
  await using house = await nntpHouse({ without: ['COUNTS'] })
  house.news.lists = { MOTD: ['Welcome.', '.'], 'DISTRIB.PATS': ['10:local.*:local'] }
  const client = await house.dial()
  expect((await client.askBlock('LIST OVERVIEW.FMT')).slice(1)).toEqual([
    ...['Subject:', 'From:', 'Date:', 'Message-ID:', 'References:', ':bytes', ':lines', 'Newsgroups:full'],
  ])
  expect((await client.askBlock('LIST HEADERS RANGE')).slice(1)).toEqual([':', ':bytes', ':lines'])
  expect((await client.askBlock('LIST MOTD')).slice(1)).toEqual(['Welcome.', '..'])
  expect((await client.askBlock('LIST DISTRIB.PATS')).slice(1)).toEqual(['10:local.*:local'])
  expect(await client.ask('LIST MODERATORS')).toMatch(/^503/)
  expect(await client.ask('LIST COUNTS')).toMatch(/^503/)
  expect(await client.ask('LIST NONSENSE')).toMatch(/^501/)
  expect(await client.ask('LIST OVERVIEW.FMT misc.*')).toMatch(/^501/)
})

test('RFC 3977 §7.3: NEWGROUPS with four and with two digits of the year', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  for (const day of ['19990624', '990624']) {
    expect(await client.askBlock(`NEWGROUPS ${day} 000000 GMT`)).toEqual([
      '231 new newsgroups follow',
      'example.empty 0 1 n',
    ])
  }
  expect(await client.askBlock('NEWGROUPS 20200101 000000')).toEqual(['231 new newsgroups follow'])
  for (const bad of ['19991301 000000', '19990624', '19990624 250000', '19990624 000000 CET']) {
    expect(await client.ask(`NEWGROUPS ${bad}`)).toMatch(/^501/)
  }
})

test('RFC 3977 §7.4: NEWNEWS', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  expect(await client.askBlock('NEWNEWS misc.*,!alt.* 20000101 000000 GMT')).toEqual([
    '230 new articles follow',
    '<three@example.com>',
  ])
  expect(await client.askBlock('NEWNEWS alt.* 19990101 000000')).toEqual(['230 new articles follow'])
  expect(await client.ask('NEWNEWS misc.*')).toMatch(/^501/)
})
