import { Carrying, type PlanOptions } from './carrying.ts'
import { keyOf, NameIndex } from './index-by-name.ts'
import { Removal } from './removal.ts'
import type { MirrorSkip, Step } from './step.ts'
import { type MirrorFailure, parentOf, type Tree } from './tree.ts'

/** What is to be done, in four rounds. */
export interface Plan {
  /** what is in the way, what is within first */
  readonly clear: readonly Step[]
  /** directories, those around first */
  readonly make: readonly Step[]
  readonly transfer: readonly Step[]
  /** what is in the target alone: files, then directories, those within first */
  readonly remove: readonly Step[]
  readonly skipped: readonly MirrorSkip[]
  readonly failed: readonly MirrorFailure[]
}

/** What makes the second of two trees like the first. Nothing is asked for it, and nothing done. */
export function plan(source: Tree, target: Tree, options: PlanOptions): Plan {
  const key = keyOf(options.caseless)
  const removal = new Removal(target)
  const there = new NameIndex(target, key)
  const carrying = new Carrying(target, there, removal, options)
  for (const entry of source.entries.values()) carrying.carry(entry)
  const { clear, transfer } = carrying
  const make = options.sparse ? needed(carrying.make, transfer) : carrying.make
  const excluded = [...new Set([...source.excluded, ...target.excluded])]
  const left = excluded.map((path): MirrorSkip => ({ path, reason: 'excluded' }))
  const here = new NameIndex(source, key)
  const whole = new Set([...source.listed].filter((path) => source.isWhole(path)).map(key))
  const extraneous = options.delete
    ? removal.extraneous(
        (path) => here.has(path),
        (path) => whole.has(key(path)),
      )
    : { steps: [], kept: [] }
  return {
    clear,
    make,
    transfer,
    remove: extraneous.steps,
    skipped: [...left, ...carrying.skipped, ...extraneous.kept],
    failed: [...source.failed, ...target.failed, ...carrying.failed],
  }
}

/** Directories that something is carried into. */
function needed(make: readonly Step[], transfer: readonly Step[]): Step[] {
  const used = new Set(transfer.length > 0 ? [''] : [])
  for (const { path } of transfer) {
    for (let around = parentOf(path); !used.has(around); around = parentOf(around)) used.add(around)
  }
  return make.filter(({ path }) => used.has(path))
}
