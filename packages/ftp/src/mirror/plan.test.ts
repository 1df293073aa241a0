import { describe, expect, test } from 'vitest'
import type { PlanOptions } from './carrying.ts'
import type { MirrorCompare } from './compare.ts'
import { plan } from './plan.ts'
import { Tree, type TreeEntry } from './tree.ts'

const noon = new Date('2020-02-29T12:00:00Z')
type Spec = Partial<TreeEntry> | 'directory' | 'symlink' | 'other' | 'unlisted' | 'unclear' | 'excluded' | 'refused'

/** A tree by its paths: a file of one octet, unless told. */
function tree(specs: Record<string, Spec>, { listed = true, exists = true } = {}): Tree {
  const made = new Tree()
  made.exists = exists
  if (listed) made.listed.add('')
  for (const [path, spec] of Object.entries(specs)) {
    if (spec === 'excluded' || spec === 'refused') made[spec].add(path)
    else if (typeof spec === 'object') {
      made.entries.set(path, { path, type: 'file', size: 1, modified: noon, precision: 'second', ...spec })
    } else {
      made.entries.set(path, { path, type: /^un/.test(spec) ? 'directory' : (spec as TreeEntry['type']) })
      if (spec === 'directory' || spec === 'unclear') made.listed.add(path)
      if (spec === 'unclear') made.unclear.add(path)
    }
  }
  return made
}

interface Given extends Partial<Omit<PlanOptions, 'comparison'>> {
  how?: MirrorCompare
  equal?: string[]
  unknown?: string[]
  keepsTime?: boolean
}

/** The plan in a few words. */
function planned(
  source: Tree,
  target: Tree,
  { how = 'size+time', equal = [], unknown = [], keepsTime = true, ...given }: Given = {},
) {
  const comparison = { how, equal: new Set(equal), unknown: new Set(unknown), keepsTime }
  const all = { transfer: 'download', delete: false, sparse: false, caseless: false, ...given, comparison } as const
  const { clear, make, transfer, remove, skipped, failed } = plan(source, target, all)
  const steps = [...clear, ...make, ...transfer, ...remove]
  return {
    steps: steps.map(({ action, path }) => `${action} ${path}`.trimEnd()),
    skipped: skipped.map(({ path, reason }) => `${path}: ${reason}`),
    failed: failed.map(({ action, path, error }) => `${action} ${path}: ${(error as Error).message}`),
  }
}

const file: Spec = {}

describe('what the target has not', () => {
  test('directories come before what is in them, and the root before all', () => {
    const source = tree({ d: 'directory', 'd/e': 'directory', 'd/e/f': file, g: file })
    const expected = { steps: ['mkdir d', 'mkdir d/e', 'download d/e/f', 'download g'], skipped: [], failed: [] }
    expect(planned(source, tree({}))).toEqual(expected)
    const nowhere = tree({}, { exists: false, listed: false })
    expect(planned(source, nowhere)).toEqual({ ...expected, steps: ['mkdir', ...expected.steps] })
    expect(planned(source, tree({}), { transfer: 'upload' }).steps).toContain('upload g')
  })

  test('links and devices are not carried over, and it is said', () => {
    const source = tree({ l: 'symlink', p: 'other' })
    expect(planned(source, tree({}))).toEqual({ steps: [], skipped: ['l: symlink', 'p: special'], failed: [] })
  })

  test('directories are made as they are needed, where only files were asked for', () => {
    const source = tree({ a: 'directory', 'a/b': 'directory', 'a/b/c': file, d: 'directory' })
    expect(planned(source, tree({}), { sparse: true }).steps).toEqual(['mkdir a', 'mkdir a/b', 'download a/b/c'])
    const nowhere = tree({}, { exists: false, listed: false })
    expect(planned(tree({ d: 'directory' }), nowhere, { sparse: true }).steps).toEqual([])
    expect(planned(tree({ f: file }), nowhere, { sparse: true }).steps).toEqual(['mkdir', 'download f'])
  })
})

describe('what both have', () => {
  const cases: [string, MirrorCompare, Partial<TreeEntry>, Partial<TreeEntry>, boolean][] = [
    ['the same', 'size+time', {}, {}, true],
    ['another size', 'size+time', {}, { size: 2 }, false],
    ['another time', 'size+time', {}, { modified: new Date(noon.getTime() + 1000) }, false],
    ['a part of a second more', 'size+time', { modified: new Date(noon.getTime() + 999) }, {}, true],
    ['the same minute', 'size+time', { precision: 'minute' }, { modified: new Date(noon.getTime() + 59_999) }, true],
    ['another minute', 'size+time', { precision: 'minute' }, { modified: new Date(noon.getTime() + 60_000) }, false],
    ['the same day', 'size+time', {}, { precision: 'day', modified: new Date('2020-02-29') }, true],
    ['another day', 'size+time', {}, { precision: 'day', modified: new Date('2020-02-28') }, false],
    ['the same size', 'size', {}, { modified: new Date(0) }, true],
    ['another size alone', 'size', {}, { size: 2 }, false],
    ['the same octets', 'hash', { path: 'same' }, { modified: new Date(0) }, true],
    ['other octets', 'hash', {}, {}, false],
    ['the same, which does not matter', 'always', {}, {}, false],
  ]
  test.each(cases)('%s (%s)', (_, how, here, there, same) => {
    const path = here.path ?? 'a'
    const result = planned(tree({ [path]: here }), tree({ [path]: { ...there, path } }), { how, equal: ['same'] })
    expect(result).toEqual({
      steps: same ? [] : [`download ${path}`],
      skipped: same ? [`${path}: unchanged`] : [],
      failed: [],
    })
  })

  test('what could not be compared is left alone', () => {
    const all = planned(tree({ a: file, b: file }), tree({ a: file, b: file }), { how: 'hash', unknown: ['a'] })
    expect(all).toEqual({ steps: ['download b'], skipped: [], failed: [] })
  })

  test('what is not known is not the same', () => {
    const unknown: TreeEntry = { path: 'a', type: 'file', size: 1 }
    const source = new Tree()
    source.listed.add('')
    source.entries.set('a', unknown)
    expect(planned(source, tree({ a: file })).steps).toEqual(['download a'])
    expect(planned(tree({ a: file }), source).steps).toEqual(['download a'])
    expect(planned(source, source, { how: 'size' }).steps).toEqual([])
    source.entries.set('a', { path: 'a', type: 'file' })
    expect(planned(source, source, { how: 'size' }).steps).toEqual(['download a'])
  })

  test('a later time will do where times are not carried over, an earlier one will not', () => {
    const [early, late] = [{ modified: new Date(0) }, {}]
    expect(planned(tree({ a: early }), tree({ a: late }), { keepsTime: false }).steps).toEqual([])
    expect(planned(tree({ a: late }), tree({ a: early }), { keepsTime: false }).steps).toEqual(['download a'])
  })
})

describe('what is in the way', () => {
  test('a link makes way for a file', () => {
    const target = tree({ a: 'symlink' })
    expect(planned(tree({ a: file }), target).steps).toEqual(['delete a', 'download a'])
    expect(planned(tree({ a: 'directory' }), target).failed).toEqual([
      'mkdir a: a is a symlink there, which is in the way',
    ])
  })

  test.each<[Spec, Spec, string]>([
    [file, 'directory', 'directory'],
    [file, 'other', 'device or a pipe'],
    ['directory', file, 'file'],
    ['directory', 'symlink', 'symlink'],
  ])('for %j, %j makes way only where things may be deleted', (here, there, word) => {
    const source = tree({ a: here, ...(here === 'directory' ? { 'a/b': file } : {}) })
    const target = tree({ a: there, ...(there === 'directory' ? { 'a/c': file } : {}) })
    const action = here === 'directory' ? 'mkdir' : 'download'
    const refused = planned(source, target)
    expect(refused.failed).toEqual([`${action} a: a is a ${word} there, which is in the way`])
    expect(refused.skipped).toEqual(here === 'directory' ? ['a/b: no directory'] : [])
    expect(refused.steps).toEqual([])
    const cleared = there === 'directory' ? ['delete a/c', 'rmdir a'] : ['delete a']
    const carried = here === 'directory' ? ['mkdir a', 'download a/b'] : ['download a']
    expect(planned(source, target, { delete: true }).steps).toEqual([...cleared, ...carried])
  })

  test('a directory with something in it that stays does not make way', () => {
    for (const stays of ['excluded', 'refused', 'unlisted', 'unclear'] as const) {
      const target = tree({ a: 'directory', 'a/b': 'directory', 'a/b/c': stays, 'a/d': file })
      const failed = ['download a: a is a directory there, which is in the way']
      expect(planned(tree({ a: file }), target, { delete: true })).toMatchObject({ steps: [], failed })
    }
  })
})

describe('what the target has alone', () => {
  const target = tree({ a: file, b: 'directory', 'b/c': file, 'b/d': 'directory', 'b/d/e': 'symlink', keep: file })

  test('it stays, unless it is to go: files first, then directories from within', () => {
    const source = tree({ keep: file })
    expect(planned(source, target).steps).toEqual([])
    const { steps } = planned(source, target, { delete: true })
    expect([...steps].sort()).toEqual(['delete a', 'delete b/c', 'delete b/d/e', 'rmdir b', 'rmdir b/d'])
    expect(steps.slice(-2)).toEqual(['rmdir b/d', 'rmdir b'])
  })

  test('never what the source has, though it is left out there or has a bad name', () => {
    const source = tree({ a: 'excluded', b: 'refused', keep: 'symlink' })
    expect(planned(source, target, { delete: true }).steps).toEqual([])
    expect(planned(tree({ a: 'other', b: 'unlisted', keep: file }), target, { delete: true }).steps).toEqual([])
  })

  test('never what is left out here, nor a directory around it', () => {
    const some = tree({ b: 'directory', 'b/c': 'excluded', 'b/d': file, e: 'directory', 'e/f': 'unlisted' })
    expect(planned(tree({}), some, { delete: true })).toEqual({
      steps: ['delete b/d'],
      skipped: ['b/c: excluded', 'e/f: kept', 'e: kept', 'b: kept'],
      failed: [],
    })
  })

  test('never in a directory that was not listed whole', () => {
    expect(planned(tree({}, { listed: false }), target, { delete: true }).steps).toEqual([])
    for (const b of ['unlisted', 'unclear'] as const) {
      expect(planned(tree({ b, a: file, keep: file }), target, { delete: true }).steps).toEqual([])
    }
    const unclear = tree({})
    unclear.unclear.add('')
    expect(planned(unclear, target, { delete: true }).steps).toEqual([])
  })
})

describe('what could not be listed', () => {
  test('nothing is carried into a directory of the target that nobody could look into', () => {
    const source = tree({ d: 'directory', 'd/e': 'directory', 'd/e/f': file })
    const { steps, skipped } = planned(source, tree({ d: 'unlisted' }))
    expect(steps).toEqual([])
    expect(skipped).toEqual(['d/e: no directory', 'd/e/f: no directory'])
    expect(planned(source, tree({ d: 'unclear' })).steps).toEqual(['mkdir d/e', 'download d/e/f'])
  })

  test('what failed on either side is told', () => {
    const source = tree({})
    source.failed.push({ action: 'list', path: 'x', error: new Error('no') })
    expect(planned(source, source).failed).toEqual(['list x: no', 'list x: no'])
  })
})

describe('a target that does not tell "a" from "A"', () => {
  const caseless = { caseless: true, delete: true }

  test('of two that would be one, the second is not carried over, nor what is in it', () => {
    const source = tree({ a: file, A: file, d: 'directory', 'd/x': file, D: 'directory', 'D/y': file })
    const { steps, failed, skipped } = planned(source, tree({}), caseless)
    expect(steps).toEqual(['mkdir d', 'download a', 'download d/x'])
    expect(failed).toEqual([
      'download A: A and a are the same name where they would go',
      'mkdir D: D and d are the same name where they would go',
    ])
    expect(skipped).toEqual(['D/y: no directory'])
    expect(planned(source, tree({})).failed).toEqual([])
  })

  test('the same name in other letters is the same file: it is compared, and not deleted', () => {
    const source = tree({ 'README.md': file, Sub: 'directory', 'Sub/caf\u00e9': file })
    const target = tree({ 'readme.MD': file, sub: 'directory', 'sub/cafe\u0301': file })
    expect(planned(source, target, caseless)).toEqual({
      steps: [],
      skipped: ['README.md: unchanged', 'Sub/caf\u00e9: unchanged'],
      failed: [],
    })
    expect(planned(source, target, { delete: true }).steps).toHaveLength(6)
  })
})
