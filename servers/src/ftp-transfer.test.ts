import { once } from 'node:events'
import { expect, test } from 'vitest'
import { type FtpOptions, ftpServer } from './ftp.ts'
import { awaitCall, collect, RawFtp } from './ftp-raw-client.ts'

const modified = new Date('2002-10-29T23:19:56Z')
const files = {
  'a.txt': { content: 'one\ntwo\n', modified },
  'docs/b.txt': { content: 'b', modified },
}
const big = Buffer.alloc(300_000, 'abcdefgh')
const outcome = (replies: string[]): string => replies.map((reply) => reply.slice(0, 3)).join(' ')

test('RETR in TYPE I gives the octets, in TYPE A lines that end in CR LF', async () => {
  await using server = await ftpServer({ files })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.download('RETR a.txt')).toEqual({
    replies: ['150 Opening ASCII mode data connection for a.txt (10 bytes).', '226 Transfer complete.'],
    data: 'one\r\ntwo\r\n',
  })
  await ftp.send('TYPE I')
  expect((await ftp.download('RETR a.txt')).data).toBe('one\ntwo\n')
})

test('STOR keeps octets in TYPE I, and LF for CR LF in TYPE A', async () => {
  await using server = await ftpServer()
  await using ftp = await RawFtp.login(server)
  expect(outcome(await ftp.upload('STOR lines', 'one\r\ntwo\r\n'))).toBe('150 226')
  expect(server.files.file('/lines')?.content.toString()).toBe('one\ntwo\n')
  await ftp.send('TYPE I')
  expect(outcome(await ftp.upload('STOR octets', big))).toBe('150 226')
  expect(server.files.file('/octets')?.content.equals(big)).toBe(true)
  expect(await ftp.send('STOR nowhere/x')).toMatch(/^553/)
})

test('REST starts a download in the middle, and an upload behind what is there', async () => {
  await using server = await ftpServer({ files: { n: '0123456789' } })
  await using ftp = await RawFtp.login(server)
  await ftp.send('TYPE I')
  expect(await ftp.send('REST 7')).toBe('350 Restarting at 7. Send STOR or RETR.')
  expect((await ftp.download('RETR n')).data).toBe('789')
  // the offset was for one transfer only
  expect((await ftp.download('RETR n')).data).toBe('0123456789')
  await ftp.send('REST 5')
  await ftp.upload('STOR n', 'abc')
  expect(server.files.file('/n')?.content.toString()).toBe('01234abc')
  await ftp.send('REST 99')
  expect(await ftp.send('RETR n')).toMatch(/^554/)
  expect(await ftp.send('REST -1')).toMatch(/^501/)
})

test('APPE appends, STOU finds a name of its own', async () => {
  await using server = await ftpServer({ files: { log: 'one ' } })
  await using ftp = await RawFtp.login(server)
  await ftp.send('TYPE I')
  await ftp.upload('APPE log', 'two')
  expect(server.files.file('/log')?.content.toString()).toBe('one two')
  expect((await ftp.upload('STOU log', 'x'))[0]).toBe('150 FILE: log.1')
  expect((await ftp.upload('STOU log', 'y'))[0]).toBe('150 FILE: log.2')
  expect(server.files.file('/log.2')?.content.toString()).toBe('y')
})

test('LIST in the format of ls, with a year for old files', async () => {
  await using server = await ftpServer({ files })
  await using ftp = await RawFtp.login(server)
  const { data, replies } = await ftp.download('LIST -la')
  const [first, second] = data.split('\r\n')
  expect(outcome(replies)).toBe('150 226')
  expect(first).toBe('-rw-r--r--   1 ftp      ftp               8 Oct 29  2002 a.txt')
  expect(second).toMatch(/^drwxr-xr-x {3}2 ftp {6}ftp {15}0 [A-Z][a-z]{2} [ \d]\d \d\d:\d\d docs$/)
})

test('LIST in the format of DOS', async () => {
  await using server = await ftpServer({ files: { docs: null, ...files }, listing: 'dos' })
  await using ftp = await RawFtp.login(server)
  const { data } = await ftp.download('LIST a.txt')
  expect(data).toBe('10-29-02  11:19PM                    8 a.txt\r\n')
  expect((await ftp.download('LIST')).data).toMatch(/<DIR> {10}docs\r\n/)
  expect(await ftp.send('SYST')).toBe('215 Windows_NT')
})

test('NLST gives names, patterns included; what is not there is 450', async () => {
  await using server = await ftpServer({ files })
  await using ftp = await RawFtp.login(server)
  expect((await ftp.download('NLST')).data).toBe('a.txt\r\ndocs\r\n')
  expect((await ftp.download('NLST docs/*.txt')).data).toBe('docs/b.txt\r\n')
  expect(await ftp.send('NLST nothing')).toMatch(/^450/)
})

test('MLSD gives facts, the directory itself and its parent included', async () => {
  await using server = await ftpServer({ files })
  await using ftp = await RawFtp.login(server)
  await ftp.send('OPTS MLST type;size;modify;perm;')
  const { data } = await ftp.download('MLSD docs')
  expect(data.replace(/modify=(?!2002)\d+(\.\d+)?/g, 'modify=now').split('\r\n')).toEqual([
    'type=cdir;modify=now;perm=cdeflmp; .',
    'type=pdir;modify=now;perm=cdeflmp; ..',
    'type=file;size=1;modify=20021029231956;perm=adfrw; b.txt',
    '',
  ])
  expect(await ftp.send('MLSD a.txt')).toMatch(/^501/)
  expect(await ftp.send('MLSD nothing')).toMatch(/^550/)
})

test('PASV names an address and a port, EPSV the port alone', async () => {
  await using server = await ftpServer({ files })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send('PASV')).toMatch(/^227 Entering Passive Mode \(127,0,0,1,\d+,\d+\)\.$/)
  expect(await ftp.send('EPSV 2')).toMatch(/^522 .*\(1\)/)
  expect(await ftp.send('EPSV ALL')).toMatch(/^200/)
  for (const line of ['PASV', 'PORT 127,0,0,1,19,137', 'EPRT |1|127.0.0.1|5001|'])
    expect(await ftp.send(line)).toMatch(/^501/)
})

test('PASV lies about its address when it is told to', async () => {
  await using server = await ftpServer({ pasvAddress: '10.1.2.3' })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send('PASV')).toMatch(/\(10,1,2,3,\d+,\d+\)/)
})

test.each(['PORT', 'EPRT'])('%s: the server calls', async (verb) => {
  await using server = await ftpServer({ files })
  await using ftp = await RawFtp.login(server)
  const { port, socket } = await awaitCall()
  const where = verb === 'PORT' ? `127,0,0,1,${port >> 8},${port & 255}` : `|1|127.0.0.1|${port}|`
  expect(await ftp.send(`${verb} ${where}`)).toMatch(/^200/)
  const data = socket.then(collect)
  expect(await ftp.send('RETR docs/b.txt')).toMatch(/^150/)
  expect(await data).toBe('b')
  expect(await ftp.reply()).toMatch(/^226/)
})

test('PORT to somebody else, to a low port or to nonsense is refused', async () => {
  await using server = await ftpServer({ files })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send('PORT 10,0,0,1,19,137')).toMatch(/^504/)
  expect(await ftp.send('PORT 127,0,0,1,0,25')).toMatch(/^504/)
  expect(await ftp.send('PORT 127,0,0,256,19,137')).toMatch(/^501/)
  expect(await ftp.send('EPRT |2|::1|5001|')).toMatch(/^522/)
  expect(await ftp.send('EPRT |3|x|5001|')).toMatch(/^522/)
  expect(await ftp.send('EPRT |1|127.0.0.1|')).toMatch(/^501/)
})

test('without a data connection a transfer is 425', async () => {
  await using server = await ftpServer({ files, dataTimeout: 1 })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send('RETR a.txt')).toMatch(/^425 Use PASV/)
  await ftp.send('EPSV')
  expect(await ftp.send('RETR a.txt')).toMatch(/^425 Can't open/)
  expect(await ftp.send('NOOP')).toMatch(/^200/)
})

test('ABOR in the middle of a download: 426 for the transfer, 226 for itself', async () => {
  await using server = await ftpServer({ files: { huge: Buffer.alloc(50_000_000) } })
  await using ftp = await RawFtp.login(server)
  await ftp.send('TYPE I')
  const socket = await ftp.passive()
  expect(await ftp.send('RETR huge')).toMatch(/^150/)
  ftp.socket.write(Buffer.from('\xff\xf4\xff\xf2ABOR\r\n', 'latin1'))
  expect(await ftp.reply()).toMatch(/^426/)
  expect(await ftp.reply()).toMatch(/^226/)
  expect(await ftp.send('NOOP')).toMatch(/^200/)
  socket.destroy()
})

test('ABOR in the middle of an upload keeps what has come', async () => {
  await using server = await ftpServer()
  await using ftp = await RawFtp.login(server)
  const socket = await ftp.passive()
  await ftp.send('STOR part')
  await new Promise((resolve) => socket.write('half', resolve))
  ftp.socket.write('ABOR\r\n')
  expect(await ftp.reply()).toMatch(/^426/)
  expect(await ftp.reply()).toMatch(/^226/)
  expect(server.files.file('/part')).toBeDefined()
})

const faulty = async (options: FtpOptions, line: string): Promise<{ codes: string; octets: number }> => {
  await using server = await ftpServer({ ...options, files: { big } })
  await using ftp = await RawFtp.login(server)
  await ftp.send('TYPE I')
  const socket = await ftp.passive()
  const data = collect(socket)
  ftp.socket.write(`${line}\r\n`)
  if (line.startsWith('STOR')) socket.end(big)
  const codes = [await ftp.reply()]
  if (options.faults?.noPreliminary !== true) codes.push(await ftp.reply())
  const octets = (await data).length
  return { codes: outcome(codes), octets: line.startsWith('STOR') ? server.files.file('/new')!.content.length : octets }
}

test.each<[string, FtpOptions, string, { codes: string; octets: number }]>([
  ['a download cut with a FIN', { faults: { cutDataAt: 1000 } }, 'RETR big', { codes: '150 426', octets: 1000 }],
  ['an upload cut', { faults: { cutDataAt: 1000 } }, 'STOR new', { codes: '150 426', octets: 1000 }],
  [
    'the final reply before the data',
    { faults: { finalReplyFirst: true } },
    'RETR big',
    { codes: '150 226', octets: 300_000 },
  ],
  ['a 4xx after the data', { faults: { finalReply: '451 Disk' } }, 'RETR big', { codes: '150 451', octets: 300_000 }],
  ['a 4xx after an upload', { faults: { finalReply: '452 Full' } }, 'STOR new', { codes: '150 452', octets: 300_000 }],
  ['no 1xx', { faults: { noPreliminary: true } }, 'RETR big', { codes: '226', octets: 300_000 }],
  ['data split small', { faults: { split: 7000 } }, 'RETR big', { codes: '150 226', octets: 300_000 }],
  [
    'a reply of your own',
    { faults: { replies: { 'RETR#2': '552 no' } } },
    'RETR big',
    { codes: '150 552', octets: 300_000 },
  ],
])('fault: %s', async (_name, options, line, expected) => {
  expect(await faulty(options, line)).toEqual(expected)
})

test('fault: a download cut with a reset', async () => {
  await using server = await ftpServer({ files: { big }, faults: { cutDataAt: 1000, cutDataHow: 'reset' } })
  await using ftp = await RawFtp.login(server)
  const socket = await ftp.passive()
  const failed = once(socket.resume(), 'error').then(([error]) => (error as NodeJS.ErrnoException).code)
  await ftp.send('RETR big')
  expect(await failed).toBe('ECONNRESET')
  expect(await ftp.reply()).toMatch(/^426/)
})
