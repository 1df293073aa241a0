import { expect, test } from 'vitest'
import { isOwnOrParent, parseMlsd } from './mlsd.ts'

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
    'Type=dir;Modify=20000710054229;Unix.Mode=0755;unix.OWNER=1000;UNIX.ownername=ann;UNIX.group=50; tmp',
  )
  expect(entry).toMatchObject({ name: 'tmp', type: 'directory', mode: 0o755, owner: 'ann', group: '50' })
})

test('spaces belong to the name, all but the first', () => {
  expect(parseMlsd('type=file;   a; b = c  ')?.name).toBe('  a; b = c  ')
  expect(parseMlsd(' no facts')).toMatchObject({ name: 'no facts', type: 'other' })
})

test('the last semicolon may be missing', () => {
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

test('the directory itself and the one above it are known, by type and by name', () => {
  for (const line of ['type=cdir; /home', 'type=pdir; /', 'type=dir; .', 'type=dir; ..']) {
    expect(isOwnOrParent(parseMlsd(line)!)).toBe(true)
  }
  expect(isOwnOrParent(parseMlsd('type=dir; ...')!)).toBe(false)
})

test('facts that make no sense are left out, and the entry is kept', () => {
  const entry = parseMlsd('type=file;size=many;modify=yesterday;UNIX.mode=rwx; a')
  expect(entry).toMatchObject({ name: 'a', type: 'file' })
  expect(entry).not.toHaveProperty('size')
  expect(entry).not.toHaveProperty('modified')
  expect(entry).not.toHaveProperty('mode')
})

test.each(['', 'hello', 'drwxr-xr-x 2 a b 3 Jan 1 2020 x', 'type=file;'])('%j is no such line', (line) => {
  expect(parseMlsd(line)).toBeUndefined()
})
