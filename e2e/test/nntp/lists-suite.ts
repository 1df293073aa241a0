import { expect, test } from 'vitest'
import { groups } from '../../src/inn-groups.ts'
import type { Room } from './room.ts'

/** Every LIST, and what is new. */
export const listsSuite = ({ connect, loggedIn }: Room): void => {
  test('every list', async () => {
    await using news = await connect()
    const mine = groups.filter(({ name }) => loggedIn || name !== 'local.private')
    const active = await news.list.active('local.*')
    expect(active.map(({ name, status }) => `${name} ${status}`).sort()).toEqual(
      mine.map(({ name, posting }) => `${name} ${posting}`).sort(),
    )
    expect((await news.list.active()).length).toBeGreaterThanOrEqual(active.length)
    expect(await news.list.counts('local.empty')).toMatchObject([{ name: 'local.empty', count: 0, status: 'y' }])
    expect(await news.list.newsgroups('local.m*')).toEqual([
      { name: 'local.misc', description: 'Café and other things' },
      { name: 'local.moderated', description: 'A moderated group (Moderated)' },
    ])
    const [created] = await news.list.activeTimes('local.test')
    expect(created).toMatchObject({ name: 'local.test', creator: 'admin@lab.test' })
    expect(Math.abs(Date.now() - created!.created.getTime())).toBeLessThan(3_600_000)
    expect(await news.list.distribPats()).toEqual([{ weight: 10, wildmat: 'local.*', distribution: 'local' }])
    expect(await news.list.distributions()).toEqual([
      { name: 'local', description: 'Local to the lab' },
      { name: 'world', description: 'Everywhere' },
    ])
    expect(await news.list.headers()).toEqual([':'])
    expect(await news.list.headers('MSGID')).toEqual([':'])
    expect(await news.list.moderators()).toEqual([{ group: 'local.*', address: 'moderator@lab.test' }])
    expect(await news.list.motd()).toBe('Welcome to the lab.\nSecond line: grüße.')
    const fields = await news.list.overviewFmt()
    expect(fields.slice(0, 7).map(({ name }) => name)).toEqual([
      ...['Subject', 'From', 'Date', 'Message-ID', 'References', ':bytes', ':lines'],
    ])
    expect(fields).toContainEqual({ name: 'Newsgroups', full: true })
    expect(await news.list.subscriptions()).toEqual(['local.test', 'local.misc'])
  })

  test('newGroups, newNews, date and help', async () => {
    await using news = await connect()
    const yesterday = new Date(Date.now() - 86_400_000)
    expect((await news.newGroups(yesterday)).map(({ name }) => name)).toContain('local.test')
    expect(await news.newGroups(new Date(Date.now() + 3_600_000))).toEqual([])
    const ids = await news.newNews('local.test', yesterday)
    expect(ids).toContain('<seed1@lab.test>')
    expect(Math.abs((await news.date()).getTime() - Date.now())).toBeLessThan(60_000)
    expect(await news.help()).toMatch(/LISTGROUP/i)
  })
}
