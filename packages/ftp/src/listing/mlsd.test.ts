import { expect, test } from 'vitest'
import { mlsd, parseMlsd } from './mlsd.ts'
import { WallClock } from './wall-clock.ts'

test('RFC 3659 §7.7.2: facts and a name', () => {
  const entry = parseMlsd('type=file;size=25730;modify=19940728095854;perm=; bar')
  expect(entry).toMatchObject({
    name: 'bar',
    type: 'file',
    size: 25_730,
    modified: new Date('1994-07-28T09:58:54Z'),
    precision: 'second',
  })
  expect(entry?.facts.get('perm')).toBe('')
})

test('the names of facts have no case', () => {
  const entry = parseMlsd(
    'Type=dir;Modify=20000710054229.5;Unix.Mode=0755;unix.OWNER=1000;UNIX.ownername=ann;UNIX.group=50; tmp',
  )
  expect(entry).toMatchObject({
    name: 'tmp',
    type: 'directory',
    modified: new Date('2000-07-10T05:42:29.500Z'),
    precision: 'millisecond',
    mode: 0o755,
    owner: 'ann',
    group: '50',
  })
  expect([...entry!.facts.keys()]).toEqual([
    'type',
    'modify',
    'unix.mode',
    'unix.owner',
    'unix.ownername',
    'unix.group',
  ])
})

test('names of facts that are long or many are read as the others', () => {
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 250; index++) {
      expect(parseMlsd(`X.Fact-${index}=y; a`)?.facts.get(`x.fact-${index}`)).toBe('y')
    }
    expect(parseMlsd(`${'X'.repeat(40)}=y; a`)?.facts.get('x'.repeat(40))).toBe('y')
  }
})

test('spaces belong to the name, all but the first', () => {
  expect(parseMlsd('type=file;   a; b = c  ')?.name).toBe('  a; b = c  ')
  expect(parseMlsd(' no facts')).toMatchObject({ name: 'no facts', type: 'other' })
})

test('the last semicolon may be missing (NcFTPd)', () => {
  expect(parseMlsd('type=file;size=3 a b')).toMatchObject({ name: 'a b', size: 3 })
})

test.each([
  ['type=OS.unix=slink:/some where; link', '/some where'],
  ['type=OS.unix=symlink; link', undefined],
  ['type=OS.UNIX=SLINK; link', undefined],
])('%s is a symbolic link', (line, target) => {
  const entry = parseMlsd(line)
  expect(entry).toMatchObject({ name: 'link', type: 'symlink' })
  expect(entry?.target).toBe(target)
})

test('what is neither file, directory nor link is other', () => {
  expect(parseMlsd('type=OS.unix=chr-4/1; tty')?.type).toBe('other')
})

test('the directory itself, the one above it and the targets of links are not in the directory', () => {
  const parse = mlsd(new WallClock(), [])
  for (const line of ['type=cdir; /home', 'Type=PDIR; /', 'type=file;size=9; ../there/a', 'type=file; /etc/passwd']) {
    expect(parse(line)).toBe('skip')
  }
  expect(parse('type=dir; ...')).toMatchObject({ name: '...' })
})

test('facts that make no sense are left out, and the entry is kept', () => {
  const entry = parseMlsd('type=file;size=many;modify=yesterday;UNIX.mode=rwx; a')
  expect(entry).toMatchObject({ name: 'a', type: 'file' })
  expect(entry).not.toHaveProperty('size')
  expect(entry).not.toHaveProperty('modified')
  expect(entry).not.toHaveProperty('mode')
})

test.each(['18446744073709551615', '9007199254740992', '-1', ''])('a size of "%s" is left out', (size) => {
  expect(parseMlsd(`type=file;size=${size}; a`)).not.toHaveProperty('size')
})

test.each([
  '',
  'hello',
  'hello world',
  '=; a',
  'type; a',
  'drwxr-xr-x 2 a b 3 Jan 1 2020 x',
  'type=file;',
  'type=file; ',
])('%j is no such line', (line) => {
  expect(parseMlsd(line)).toBeUndefined()
})
