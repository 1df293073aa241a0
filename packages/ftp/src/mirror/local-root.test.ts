import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stage } from '../../test/stage.ts'
import { LocalRoot } from './local-root.ts'
import { UnsafeNameError } from './safe-name.ts'

const at = stage()

test('what is below the root has its place there', async () => {
  const root = new LocalRoot(at.local('root'))
  await mkdir(at.local('root', 'a'), { recursive: true })
  expect(await root.place('')).toBe(at.local('root'))
  expect(await root.place('a/b')).toBe(at.local('root', 'a', 'b'))
  expect(await root.place('..a')).toBe(at.local('root', '..a'))
  await expect(root.place('no/b')).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await new LocalRoot('/').place('tmp')).toBe('/tmp')
})

test.each(['../x', 'a/../../x', '/x', 'a//b', 'a/..', 'a\\b', 'NUL'])('%j has none', async (path) => {
  await expect(new LocalRoot(at.local()).place(path)).rejects.toThrow(UnsafeNameError)
})

test('a link on the way leads elsewhere; the root itself may be one', async () => {
  await mkdir(at.local('outside'))
  await mkdir(at.local('root'))
  await symlink(at.local('outside'), at.local('root', 'link'))
  await symlink(at.local('root'), at.local('alias'))
  await expect(new LocalRoot(at.local('root')).place('link/x')).rejects.toThrow(UnsafeNameError)
  expect(await new LocalRoot(at.local('alias')).place('x')).toBe(join(at.local('alias'), 'x'))
})

test('a file is written where there is one or nothing, never through something else', async () => {
  const root = new LocalRoot(at.local())
  await writeFile(at.local('file'), 'x')
  await symlink('/dev/null', at.local('link'))
  await mkdir(at.local('directory'))
  expect(await root.placeForFile('file')).toBe(at.local('file'))
  expect(await root.placeForFile('new')).toBe(at.local('new'))
  for (const path of ['link', 'directory']) await expect(root.placeForFile(path)).rejects.toThrow(UnsafeNameError)
})
