import { expect, test } from 'vitest'
import { ftpServer } from './ftp.ts'
import { RawFtp } from './ftp-raw-client.ts'

test('a login is USER, PASS and, where it is asked for, ACCT', async () => {
  await using server = await ftpServer({ users: { bob: { password: 'b', account: 'books' }, open: {} } })
  await using ftp = await RawFtp.dial(server)
  expect(await ftp.send('PWD')).toBe('530 Please login with USER and PASS.')
  expect(await ftp.send('PASS b')).toMatch(/^503/)
  expect(await ftp.send('USER bob')).toMatch(/^331/)
  expect(await ftp.send('PASS b')).toMatch(/^332/)
  expect(await ftp.send('PWD')).toMatch(/^530/)
  expect(await ftp.send('ACCT books')).toMatch(/^230/)
  expect(await ftp.send('user open')).toMatch(/^230/)
  expect(await ftp.send('REIN')).toMatch(/^220/)
  expect(await ftp.send('PWD')).toMatch(/^530/)
  expect(await ftp.send('QUIT')).toMatch(/^221/)
  expect(await ftp.reply()).toBe('gone')
})

test('a wrong password and an unknown user get the same 530', async () => {
  await using server = await ftpServer()
  await using ftp = await RawFtp.dial(server)
  expect(await ftp.send('USER nobody')).toMatch(/^331/)
  expect(await ftp.send('PASS x')).toBe('530 Login incorrect.')
  await ftp.send('USER alice')
  expect(await ftp.send('PASS x')).toBe('530 Login incorrect.')
})

test('anonymous reads and writes nothing', async () => {
  await using server = await ftpServer({ files: { 'a.txt': 'a' } })
  await using ftp = await RawFtp.login(server, 'anonymous', 'me@example.org')
  expect(await ftp.send('SIZE a.txt')).toBe('213 1')
  for (const line of ['DELE a.txt', 'MKD d', 'STOR b', 'SITE CHMOD 600 a.txt', 'MFMT 20200101000000 a.txt'])
    expect(await ftp.send(line)).toBe('550 Permission denied.')
})

test('directories: CWD, CDUP, PWD with doubled quotes, MKD, RMD', async () => {
  await using server = await ftpServer({ files: { 'docs/a.txt': 'a' } })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send('CWD docs')).toMatch(/^250/)
  expect(await ftp.send('MKD a "quoted" name')).toBe('257 "/docs/a ""quoted"" name" created.')
  expect(await ftp.send('XCWD a "quoted" name')).toMatch(/^250/)
  expect(await ftp.send('PWD')).toBe('257 "/docs/a ""quoted"" name" is the current directory.')
  expect(await ftp.send('CDUP')).toMatch(/^250/)
  expect(await ftp.send('CWD ../../../..')).toMatch(/^250/)
  expect(await ftp.send('PWD')).toMatch(/^257 "\/" /)
  expect(await ftp.send('CWD missing')).toMatch(/^550/)
  expect(await ftp.send('MKD docs')).toMatch(/^550/)
  expect(await ftp.send('RMD docs')).toMatch(/^550.*not empty/)
  expect(await ftp.send('RMD docs/a "quoted" name')).toMatch(/^250/)
  expect(server.files.find('/docs/a "quoted" name')).toBeUndefined()
})

test('files: SIZE, MDTM, MFMT, DELE, SITE CHMOD', async () => {
  const modified = new Date('1998-06-15T10:00:45.123Z')
  await using server = await ftpServer({ files: { file6: { content: 'one\ntwo\n', modified, mode: 0o600 } } })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send('MDTM file6')).toBe('213 19980615100045.123')
  expect(await ftp.send('SIZE file6')).toBe('213 10')
  await ftp.send('TYPE I')
  expect(await ftp.send('SIZE file6')).toBe('213 8')
  expect(await ftp.send('MFMT 20021029231956 file6')).toBe('213 Modify=20021029231956; file6')
  expect(await ftp.send('MDTM file6')).toBe('213 20021029231956')
  expect(await ftp.send('MFMT yesterday file6')).toMatch(/^501/)
  expect(await ftp.send('SITE CHMOD 755 file6')).toMatch(/^200/)
  expect(server.files.find('/file6')?.mode).toBe(0o755)
  expect(await ftp.send('DELE file6')).toMatch(/^250/)
  expect(await ftp.send('DELE file6')).toMatch(/^550/)
})

test('RNTO comes right behind RNFR', async () => {
  await using server = await ftpServer({ files: { a: 'a', d: null, 'e/f': 'f' } })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send('RNFR a')).toMatch(/^350/)
  expect(await ftp.send('RNTO d/b')).toMatch(/^250/)
  expect(server.files.file('/d/b')?.content.toString()).toBe('a')
  expect(await ftp.send('RNFR missing')).toMatch(/^550/)
  expect(await ftp.send('RNTO x')).toMatch(/^503/)
  await ftp.send('RNFR d/b')
  await ftp.send('NOOP')
  expect(await ftp.send('RNTO x')).toMatch(/^503/)
  await ftp.send('RNFR e')
  expect(await ftp.send('RNTO e/below')).toMatch(/^553/)
})

test('FEAT lists what there is, one feature a line behind a space', async () => {
  await using server = await ftpServer({ tls: 'starttls', without: ['MFMT'] })
  await using ftp = await RawFtp.dial(server)
  expect((await ftp.send('FEAT')).split('\r\n')).toEqual([
    '211-Features:',
    ' AUTH TLS',
    ' EPRT',
    ' EPSV',
    ' MDTM',
    ' MLST type*;size*;modify*;perm*;unique*;UNIX.mode*;',
    ' PBSZ',
    ' PROT',
    ' REST STREAM',
    ' SIZE',
    ' TVFS',
    ' UTF8',
    '211 End',
  ])
})

test('OPTS MLST chooses facts', async () => {
  await using server = await ftpServer({ files: { a: 'abc' } })
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send('OPTS MLST size;Type;nothing;')).toBe('200 MLST OPTS type;size;')
  expect(await ftp.send('MLST a')).toBe('250- Listing /a\r\n type=file;size=3; /a\r\n250 End')
  expect(await ftp.send('OPTS MLST')).toBe('200 MLST OPTS')
  expect(await ftp.send('OPTS UTF8 ON')).toMatch(/^200/)
  expect(await ftp.send('OPTS HASH')).toMatch(/^501/)
})

test('the other parameters and information', async () => {
  await using server = await ftpServer({ files: { a: 'abc' } })
  await using ftp = await RawFtp.login(server)
  const codes: Record<string, string> = {}
  const lines = ['TYPE A', 'TYPE A N', 'TYPE I', 'TYPE L 8', 'TYPE E', 'MODE S', 'MODE Z', 'STRU F', 'STRU R', 'SYST']
  for (const line of [...lines, 'NOOP', 'HELP', 'STAT', 'STAT a', 'STAT b', 'ALLO 100', 'ABOR', 'SITE HELP', 'WHAT'])
    codes[line] = (await ftp.send(line)).slice(0, 3)
  expect(Object.values(codes).join(' ')).toBe(
    '200 200 200 200 504 200 504 200 504 215 200 214 211 213 450 202 226 214 500',
  )
})

test('a command that was left out is unknown', async () => {
  await using server = await ftpServer({ without: ['MLST', 'FEAT', 'EPSV'] })
  await using ftp = await RawFtp.login(server)
  for (const verb of ['MLST', 'MLSD', 'FEAT', 'EPSV']) expect(await ftp.send(verb)).toMatch(/^500/)
})

test('names are UTF-8, or latin1 where the server is old', async () => {
  await using modern = await ftpServer({ files: { größe: 'a' } })
  await using one = await RawFtp.login(modern)
  expect(await one.send('SIZE größe')).toBe('213 1')
  await using old = await ftpServer({ files: { größe: 'a' }, encoding: 'latin1' })
  await using two = await RawFtp.login(old)
  two.socket.write(Buffer.from('SIZE größe\r\n', 'latin1'))
  expect(await two.reply()).toBe('213 1')
  // Telnet's 255 is there twice
  two.socket.write(Buffer.from('MKD \xff\xff\r\n', 'latin1'))
  // the client of these tests reads UTF-8, which has no such octet
  expect(await two.reply()).toMatch(/^257 "\/\ufffd\ufffd"/)
  expect(old.files.directory('/\xff')).toBeDefined()
})

test('a line that is too long is answered, and the conversation goes on', async () => {
  await using server = await ftpServer()
  await using ftp = await RawFtp.login(server)
  expect(await ftp.send(`CWD ${'x'.repeat(9000)}`)).toMatch(/^500/)
  expect(await ftp.send('NOOP')).toMatch(/^200/)
})
