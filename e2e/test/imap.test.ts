import { setTimeout as sleep } from 'node:timers/promises'
import { AuthError, ImapClient, type ImapOptions, NotFoundError, ReplyError, SeqSet, UidSet } from '@linewire/imap'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'

const ways = [
  { way: 'in clear', port: 'imap', tls: 'none' },
  { way: 'by STARTTLS', port: 'imap', tls: 'starttls' },
  { way: 'over TLS', port: 'imaps', tls: 'implicit' },
] as const

const picture = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7) & 255))

function letter(subject: string, text = 'Hello'): string {
  return `From: Alice <alice@lab.test>\r\nTo: bob@lab.test\r\nDate: Mon, 7 Feb 1994 21:52:25 -0800\r\nSubject: ${subject}\r\nMessage-ID: <${subject.length}@lab.test>\r\n\r\n${text}\r\n`
}

function withPicture(subject: string): string {
  const lines = picture.toString('base64').replace(/.{76}/g, '$&\r\n')
  return [
    'From: alice@lab.test',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=C3=BC=C3=9Fe =\r\nan alle',
    '--b',
    'Content-Type: IMAGE/PNG; name=x.png',
    'Content-Transfer-Encoding: base64',
    "Content-Disposition: attachment; filename*=utf-8''%E2%82%AC.png",
    '',
    lines,
    '--b--',
    '',
  ].join('\r\n')
}

describeServer('dovecot', 'as ImapClient sees it', (dovecot) => {
  const options = (port: 'imap' | 'imaps', tls: ImapOptions['tls'], more: Partial<ImapOptions> = {}): ImapOptions => ({
    host: 'localhost',
    port: dovecot.ports[port],
    tls: tls!,
    tlsOptions: { ca: dovecot.certificates.ca },
    auth: { user: 'alice', password: 'wonderland' },
    timeout: 10_000,
    ...more,
  })

  describe.each(ways)('$way', ({ port, tls, way }) => {
    let imap: ImapClient
    const box = `Test ${way} & “more”`

    beforeAll(async () => {
      imap = await ImapClient.connect(options(port, tls))
    })
    afterAll(async () => {
      await imap.delete(box)
      await imap.logout()
      expect(imap.closed).toBe(true)
    })

    test('greeting, capabilities, id, namespace, enable, noop', async () => {
      expect(imap.secure).toBe(tls !== 'none')
      expect(imap.greeting.text).toContain('ready')
      expect(imap.capabilities.has('IMAP4REV1')).toBe(true)
      expect((await imap.capability()).has('IDLE')).toBe(true)
      expect((await imap.id({ name: 'linewire', version: '0' })).get('name')).toBe('Dovecot')
      expect((await imap.namespace()).personal).toEqual([{ prefix: '', delimiter: '/' }])
      expect(await imap.enable('CONDSTORE')).toEqual(['CONDSTORE'])
      await imap.noop()
    })

    test('create, subscribe, list, status, rename, unsubscribe', async () => {
      await imap.create('früher')
      await imap.rename('früher', box)
      await imap.subscribe(box)
      const [listed] = await imap.list(box, { status: ['messages', 'uidNext', 'uidValidity', 'unseen', 'size'] })
      expect(listed).toMatchObject({
        name: box,
        delimiter: '/',
        subscribed: true,
        status: { messages: 0, uidNext: 1, unseen: 0 },
      })
      expect((await imap.list('*', { subscribed: true })).map(({ name }) => name)).toContain(box)
      expect((await imap.list()).find(({ name }) => name === 'Sent')?.specialUse).toBe('\\Sent')
      expect(await imap.status(box, ['messages', 'highestModseq'])).toMatchObject({ messages: 0 })
      await imap.unsubscribe(box)
      expect((await imap.list('*', { subscribed: true })).map(({ name }) => name)).not.toContain(box)
    })

    test('append, from text, octets, and a stream', async () => {
      const first = await imap.append(box, letter('first'), { flags: ['\\Flagged', 'hot'], date: new Date(0) })
      expect(first).toEqual({ uid: 1, uidValidity: expect.any(Number) })
      expect((await imap.append(box, Buffer.from(withPicture('zwei'))))?.uid).toBe(2)
      async function* stream(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(letter('third', 'a'.repeat(100_000)))
      }
      expect((await imap.append(box, stream()))?.uid).toBe(3)
      const size = letter('fourth').length
      expect((await imap.append(box, letter('fourth'), { size }))?.uid).toBe(4)
    })

    test('select, fetch, search, store, copy, move, expunge, check', async () => {
      const mailbox = await imap.select(box)
      expect(mailbox).toMatchObject({ name: box, readOnly: false, exists: 4, uidNext: 5 })
      expect(mailbox.permanentFlags.has('\\*')).toBe(true)
      expect(mailbox.highestModseq).toBeGreaterThan(0n)

      const rows = []
      for await (const row of mailbox.fetch('1:*', {
        flags: true,
        envelope: true,
        bodyStructure: true,
        internalDate: true,
        size: true,
      })) {
        rows.push(row)
        // a command within the loop
        await imap.noop()
      }
      expect(rows.map(({ uid, seq }) => [uid, seq])).toEqual([
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ])
      expect(rows[0]!.envelope.subject).toBe('first')
      expect([...rows[0]!.flags]).toEqual(expect.arrayContaining(['\\Flagged', 'hot']))
      expect(rows[0]!.internalDate).toEqual(new Date(0))
      expect(rows[1]!.bodyStructure).toMatchObject({
        subtype: 'mixed',
        parts: [{ type: 'text' }, { type: 'image', part: '2' }],
      })
      expect(rows[2]!.size).toBe(letter('third', 'a'.repeat(100_000)).length)

      const one = await mailbox.fetchOne(1, {
        source: true,
        headers: ['Subject'],
        parts: ['1', 'TEXT', { part: '', start: 0, length: 4 }],
      })
      expect(Buffer.from(one!.source).toString()).toBe(letter('first'))
      expect(one!.headers.get('subject')).toBe('first')
      expect(one!.parts.get('1')?.toString()).toBe('Hello\r\n')
      expect(one!.parts.get('<0>')?.toString()).toBe('From')
      expect(await mailbox.fetchOne(99, { flags: true })).toBeUndefined()
      expect((await mailbox.fetchOne(SeqSet.from(2), { flags: true }))?.uid).toBe(2)

      expect((await mailbox.search({ subject: 'first' })).toString()).toBe('1')
      expect((await mailbox.search({ text: 'Grüße' })).toString()).toBe('2')
      expect((await mailbox.search({ text: 'Grüße' }, { charset: 'ISO-8859-1' })).toString()).toBe('2')
      expect(await mailbox.search({ all: true }, { return: ['min', 'max', 'count'] })).toMatchObject({
        min: 1,
        max: 4,
        count: 4,
      })
      expect((await mailbox.search({ subject: 'nobody' })).isEmpty).toBe(true)
      expect((await mailbox.search({ flagged: true, seen: false })).toString()).toBe('1')

      const stored = await mailbox.addFlags('1:2', ['\\Seen'])
      expect(stored.flags.get(2)?.has('\\Seen')).toBe(true)
      expect((await mailbox.removeFlags(1, ['\\Seen'])).flags.get(1)?.has('\\Seen')).toBe(false)
      expect(
        [...(await mailbox.setFlags(1, ['\\Answered'])).flags.get(1)!].filter((flag) => flag !== '\\Recent'),
      ).toEqual(['\\Answered'])
      expect((await mailbox.store.add(SeqSet.from(1), ['\\Draft'], { silent: true })).flags.size).toBe(0)
      expect((await mailbox.store.remove(1, ['\\Draft'])).flags.get(1)?.has('\\Draft')).toBe(false)
      const old = await mailbox.store.set(1, ['\\Seen'], { unchangedSince: 1n })
      expect(old.modified.toString()).toBe('1')

      const copied = await mailbox.copy('1:2', box)
      expect([copied?.get(1), copied?.get(2)]).toEqual([5, 6])
      await imap.noop()
      expect(mailbox.exists).toBe(6)
      const moved = await mailbox.move(UidSet.from('5:6'), 'Trash')
      expect(moved?.source.toString()).toBe('5:6')
      expect(mailbox.exists).toBe(4)
      await mailbox.addFlags('3:4', ['\\Deleted'], { silent: true })
      await mailbox.expunge(3)
      expect(mailbox.exists).toBe(3)
      await mailbox.expunge()
      expect((await mailbox.search({ all: true })).toString()).toBe('1:2')
      await mailbox.check()
      await mailbox.unselect()
      expect(mailbox.selected).toBe(false)
      await expect(mailbox.search({})).rejects.toThrow('not the selected mailbox')
    })

    test('download: decoded, named, in order', async () => {
      await using mailbox = await imap.examine(box)
      expect(mailbox.readOnly).toBe(true)
      const file = await mailbox.download(2, '2')
      expect(file).toMatchObject({ filename: '€.png', contentType: 'image/png' })
      expect(Buffer.from(await file.bytes()).equals(picture)).toBe(true)
      const text = await mailbox.download(2, '1')
      expect(text).toMatchObject({ contentType: 'text/plain', charset: 'utf-8' })
      expect(await text.text()).toBe('Grüße an alle')
      expect(await (await mailbox.download(1)).text()).toBe(letter('first'))
      expect(await (await mailbox.download(1, '1')).text()).toBe('Hello\r\n')
      await expect(mailbox.download(99)).rejects.toThrow(NotFoundError)
      await expect(mailbox.download(1, '7')).rejects.toThrow('message 1 has no part 7')
    })

    test('watch tells what another session does, and lets commands through', async () => {
      const mailbox = await imap.select(box)
      await using other = await ImapClient.connect(options(port, tls))
      const leaving = new AbortController()
      const events: string[] = []
      const watching = (async () => {
        for await (const event of mailbox.watch({ signal: leaving.signal })) {
          events.push(event.type)
          if (event.type === 'exists') leaving.abort()
        }
      })()
      await sleep(100)
      await imap.noop()
      await other.append(box, letter('news'))
      await watching
      expect(events).toContain('exists')
      const idle = new AbortController()
      const idling = imap.idle({ signal: idle.signal })
      await sleep(50)
      idle.abort()
      await idling
      await mailbox.addFlags('1:*', ['\\Deleted'])
      await mailbox.close()
      expect(await imap.status(box, ['messages'])).toEqual({ messages: 0 })
      const empty = await imap.select(box)
      for await (const _ of empty.fetch('1:*', { flags: true })) expect.unreachable()
      for await (const _ of empty.fetch(SeqSet.from('1:*'), { flags: true })) expect.unreachable()
    })

    test('what is missing is a NotFoundError, and the session goes on', async () => {
      await expect(imap.select('no such')).rejects.toThrow(NotFoundError)
      await expect(imap.append('no such', letter('x'))).rejects.toThrow(NotFoundError)
      await expect(imap.create('INBOX')).rejects.toThrow(ReplyError)
      await imap.noop()
    })

    test('a wrong password is an AuthError', async () => {
      await expect(ImapClient.connect(options(port, tls, { auth: { user: 'alice', password: 'no' } }))).rejects.toThrow(
        AuthError,
      )
    })
  })

  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'])('SASL %s logs in', async (mechanism) => {
    const auth = { user: 'carol', password: dovecot.users.carol.password, mechanisms: [mechanism] }
    await using imap = await ImapClient.connect(options('imaps', 'implicit', { auth }))
    expect((await imap.select('INBOX')).exists).toBe(0)
  })

  test.each(['OAUTHBEARER', 'XOAUTH2'])(
    'SASL %s logs in with a token, and not with one that has expired',
    async (mechanism) => {
      const auth = { user: 'alice', token: dovecot.token('alice'), mechanisms: [mechanism] }
      await using imap = await ImapClient.connect(options('imaps', 'implicit', { auth }))
      await imap.noop()
      const expired = { ...auth, token: dovecot.token('alice', { expiresIn: -60 }) }
      await expect(ImapClient.connect(options('imaps', 'implicit', { auth: expired }))).rejects.toThrow(AuthError)
    },
  )

  test('SASL ANONYMOUS logs in as whom the server takes for everybody', async () => {
    const auth = { user: 'alice@lab.test', password: '', mechanisms: ['ANONYMOUS'] }
    await using imap = await ImapClient.connect(options('imaps', 'implicit', { auth }))
    expect((await imap.select('INBOX')).exists).toBe(0)
  })

  test('login() with a password that is not ASCII', async () => {
    const { auth: _, ...open } = options('imap', 'none')
    await using imap = await ImapClient.connect(open)
    await imap.login('carol', dovecot.users.carol.password)
    expect(imap.capabilities.has('MOVE')).toBe(true)
  })

  test('LOGINDISABLED: no password goes out, STARTTLS mends it', async () => {
    const { auth, ...open } = options('imap', 'none', { host: '127.0.0.1', localAddress: '127.0.0.2' })
    await using imap = await ImapClient.connect(open)
    expect(imap.capabilities.has('LOGINDISABLED')).toBe(true)
    await expect(imap.login('alice', 'wonderland')).rejects.toThrow('LOGINDISABLED')
    await imap.startTls()
    expect(imap.capabilities.has('LOGINDISABLED')).toBe(false)
    await imap.authenticate(auth!)
    await imap.select('INBOX')
  })

  test('LITERAL-: small messages go at once, large ones wait to be asked for', async () => {
    await using imap = await ImapClient.connect(
      options('imap', 'none', { host: '127.0.0.1', localAddress: '127.0.0.3' }),
    )
    expect([imap.capabilities.has('LITERAL-'), imap.capabilities.has('LITERAL+')]).toEqual([true, false])
    const large = letter('large', 'b'.repeat(300_000))
    const [small, big] = [await imap.append('Drafts', letter('small')), await imap.append('Drafts', large)]
    await using drafts = await imap.select('Drafts')
    expect((await drafts.fetchOne(small!.uid, { envelope: true }))?.envelope.subject).toBe('small')
    expect(await (await drafts.download(big!.uid)).text()).toBe(large)
  })

  test('UTF-8 names once that is enabled', async () => {
    await using imap = await ImapClient.connect(options('imaps', 'implicit'))
    if (!imap.capabilities.has('UTF8', 'ACCEPT')) return expect(await imap.enable('UTF8=ACCEPT')).toEqual([])
    expect(await imap.enable('UTF8=ACCEPT')).toEqual(['UTF8=ACCEPT'])
    await imap.create('日本語')
    expect((await imap.list('日*')).map(({ name }) => name)).toEqual(['日本語'])
    await imap.delete('日本語')
  })

  test('two thousand messages come in windows, with commands between them', async () => {
    await using imap = await ImapClient.connect(options('imap', 'none'))
    await imap.create('Many')
    await Promise.all(Array.from({ length: 2000 }, (_, i) => imap.append('Many', letter(`number ${i + 1}`))))
    const many = await imap.select('Many')
    let count = 0
    for await (const { uid, envelope } of many.fetch('1:*', { envelope: true, size: true })) {
      expect(envelope.subject).toMatch(/^number/)
      if (uid % 500 === 0) await many.addFlags(uid, ['\\Flagged'], { silent: true })
      count++
    }
    expect(count).toBe(2000)
    expect((await many.search({ flagged: true })).size).toBe(4)
    for await (const { uid } of many.fetch('1:*', { source: true })) if (uid === 3) break
    await many.unselect()
    await imap.delete('Many')
  })

  test('20 MB go up and come down as streams', async () => {
    await using imap = await ImapClient.connect(options('imaps', 'implicit'))
    const line = `${'x'.repeat(76)}\r\n`
    const head = 'Subject: large\r\n\r\n'
    const size = head.length + line.length * 250_000
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(head)
      const block = Buffer.from(line.repeat(1000))
      for (let i = 0; i < 250; i++) yield block
    }
    const appended = await imap.append('Archive', source(), { size })
    await using archive = await imap.select('Archive')
    let octets = 0
    for await (const piece of await archive.download(appended!.uid)) octets += piece.length
    expect(octets).toBe(size)
    await archive.addFlags('1:*', ['\\Deleted'])
    await archive.expunge()
  })
})
