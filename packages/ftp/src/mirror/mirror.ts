import { type CallOptions, wholeNumber } from '@linewire/wire'
import type { Origin } from '../files/origin.ts'
import { persist, type Retry } from '../files/persist.ts'
import type { Verify } from '../files/verify.ts'
// from index.ts on purpose: see files/download.ts
import { ArgumentError } from '../index.ts'
import { limitOf, type RateLimit } from '../rate.ts'
import type { PlanOptions } from './carrying.ts'
import { candidates, type MirrorCompare } from './compare.ts'
import { Crew } from './crew.ts'
import { filterOf, type MirrorFilter } from './filter.ts'
import { LocalTarget } from './local-target.ts'
import { localTree } from './local-tree.ts'
import { compareOctets } from './octets.ts'
import { plan } from './plan.ts'
import { RemoteTarget } from './remote-target.ts'
import { remoteTree } from './remote-tree.ts'
import { Log, type MirrorProgress, type MirrorReport } from './report.ts'
import { Run } from './run.ts'
import { parentOf, type Tree } from './tree.ts'

/** A folder here, or a directory of the server. */
export type MirrorPlace = string | { readonly remote: string }

export interface MirrorOptions extends CallOptions {
  /** one of the two is here and one there */
  from: MirrorPlace
  to: MirrorPlace
  /** what is taken part of: a function of an entry, or an expression for the paths of files, below the root and with slashes */
  filter?: MirrorFilter
  /** when two files are the same; `size+time` unless told */
  compare?: MirrorCompare
  /** deletes what the target has alone, in directories that are known whole on both sides and never what the filter leaves out */
  delete?: boolean
  /** connections at a time, this one included, fewer where the server does not allow them; 4 unless told */
  parallel?: number
  /** nothing is done, and the report says what would be */
  dryRun?: boolean
  /** files have the times that they have in the source, where the server can set them; so unless told */
  preserveTime?: boolean
  /** compares each file that was carried over with the other side before it has its name */
  verify?: Verify
  /** octets per second, of all files together */
  rate?: number | RateLimit
  /** what is done about a lost connection; as connect() was told unless told here */
  retry?: Retry
  onProgress?: (progress: MirrorProgress) => void
}

/** Makes one of two trees like the other. */
export async function mirror(origin: Origin, options: MirrorOptions): Promise<MirrorReport> {
  const { parallel = 4, retry = origin.retry, dryRun = false, onProgress, signal } = options
  signal?.throwIfAborted()
  const way = wayOf(options)
  const most = wholeNumber(parallel, 'parallel')
  const rate = limitOf(options.rate)
  // the connection may have gone while nobody used it
  await persist(
    origin,
    retry,
    () => 0,
    async () => {},
    signal,
  )
  const crew = new Crew(origin, most, retry || undefined)
  try {
    const trees = await lookAt(crew, way, options)
    const todo = plan(trees.source, trees.target, await decisions(origin, crew, way, trees, options))
    const { clear, make, transfer, remove } = todo
    const steps = [...clear, ...make, ...transfer, ...remove]
    const log = new Log(todo, steps.length, onProgress)
    if (dryRun) {
      for (const step of steps) {
        if (step.entry) log.moving(step)(step.entry.size ?? 0)
        log.did(step, step.entry?.size)
      }
      return log.report(true)
    }
    const { preserveTime = true, verify } = options
    const carrying = {
      preserveTime,
      signal,
      retry: retry ?? false,
      ...(verify ? { verify } : {}),
      ...(rate ? { rate } : {}),
    }
    const down = way.transfer === 'download' ? new LocalTarget(way.local, way.remote, carrying) : undefined
    const target = down ?? new RemoteTarget(way.remote, way.local, carrying)
    await new Run(crew, target, log, { retry: retry || undefined, signal }).carryOut(todo)
    const report = log.report(false)
    if (down && preserveTime) await setTimes(down, trees.source, report)
    return report
  } finally {
    await crew[Symbol.asyncDispose]()
    // so that it can be used as before
    await persist(
      origin,
      retry,
      () => 0,
      async () => {},
      signal,
    ).catch(() => {})
  }
}

interface Way {
  readonly transfer: 'download' | 'upload'
  readonly local: string
  readonly remote: string
}

interface Trees {
  readonly source: Tree
  readonly target: Tree
}

function wayOf({ from, to }: MirrorOptions): Way {
  if (typeof from === 'string' && isRemote(to)) return { transfer: 'upload', local: from, remote: to.remote }
  if (typeof to === 'string' && isRemote(from)) return { transfer: 'download', local: to, remote: from.remote }
  throw new ArgumentError('mirror() goes from a path here to { remote: path }, or from there to here')
}

const isRemote = (place: MirrorPlace): place is { readonly remote: string } =>
  typeof place === 'object' && place !== null && typeof place.remote === 'string'

async function lookAt(crew: Crew, way: Way, options: MirrorOptions): Promise<Trees> {
  const { signal } = options
  const filter = filterOf(options.filter)
  const down = way.transfer === 'download'
  const [here, there] = await Promise.all([
    localTree(way.local, filter, !down, signal),
    remoteTree(crew, way.remote, filter, { required: down, carried: down, signal }),
  ])
  return down ? { source: there, target: here } : { source: here, target: there }
}

/** What the plan depends on beside the trees. */
async function decisions(
  origin: Origin,
  crew: Crew,
  way: Way,
  { source, target }: Trees,
  options: MirrorOptions,
): Promise<PlanOptions> {
  const { compare = 'size+time', preserveTime = true, signal } = options
  const { transfer } = way
  const files = compare === 'hash' ? candidates(source.entries, target.entries) : []
  const { equal, unknown, failed } = await compareOctets(crew, files, way, signal)
  source.failed.push(...failed)
  return {
    transfer,
    comparison: {
      how: compare,
      equal,
      unknown,
      keepsTime: preserveTime && (transfer === 'download' || origin.client.capabilities.has('MFMT')),
    },
    delete: options.delete ?? false,
    sparse: filterOf(options.filter).sparse,
    caseless: transfer === 'download' && /^(?:win32|darwin)$/.test(process.platform),
  }
}

/** Directories have their times when nothing more is put into them: those that something was put into, or taken out of. */
async function setTimes(target: LocalTarget, { entries }: Tree, { done }: MirrorReport): Promise<void> {
  const touched = new Set(
    done.flatMap(({ action, path }) => (action === 'mkdir' ? [path, parentOf(path)] : [parentOf(path)])),
  )
  for (const path of [...touched].sort().reverse()) {
    const modified = entries.get(path)?.modified
    // that of a directory is nothing that anything depends on
    if (modified) await target.setTime(path, modified).catch(() => {})
  }
}
