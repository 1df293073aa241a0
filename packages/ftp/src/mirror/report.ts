import type { MirrorSkip, Step } from './step.ts'
import type { MirrorAction, MirrorFailure } from './tree.ts'

/** Something that was done, or would be. */
export interface MirrorDone {
  readonly action: MirrorAction
  /** below the roots, with slashes; `.` are the roots themselves */
  readonly path: string
  /** of a transfer: how many octets it took */
  readonly octets?: number
}

/** All that a mirror has done, and has not. */
export interface MirrorReport {
  /** nothing was done: `done` is what would be */
  readonly dryRun: boolean
  readonly done: readonly MirrorDone[]
  readonly failed: readonly MirrorFailure[]
  readonly skipped: readonly MirrorSkip[]
  /** of all transfers, broken ones included */
  readonly octets: number
}

/** How far a mirror is. */
export interface MirrorProgress {
  /** what is being done, or has been */
  readonly action: MirrorAction
  readonly path: string
  /** of all files so far */
  readonly octets: number
  /** steps that are over, those that failed included, and all of them */
  readonly done: number
  readonly total: number
}

/** A report in the making. */
export class Log {
  readonly #onProgress: ((progress: MirrorProgress) => void) | undefined
  readonly #total: number
  readonly #done: MirrorDone[] = []
  readonly #failed: MirrorFailure[]
  readonly #skipped: MirrorSkip[]
  #octets = 0
  #over = 0

  constructor(
    known: { failed: readonly MirrorFailure[]; skipped: readonly MirrorSkip[] },
    total: number,
    onProgress?: (progress: MirrorProgress) => void,
  ) {
    this.#failed = known.failed.map(named)
    this.#skipped = known.skipped.map(named)
    this.#total = total
    this.#onProgress = onProgress
  }

  /** Octets come or go, counted from the beginning of a file. */
  moving(step: Step): (octets: number) => void {
    let before = 0
    return (octets) => {
      this.#octets += Math.max(octets - before, 0)
      before = octets
      this.#tell(step)
    }
  }

  did(step: Step, octets?: number): void {
    const { action, path } = named(step)
    this.#done.push({ action, path, ...(octets === undefined ? {} : { octets }) })
    this.#end(step)
  }

  failed(step: Step, error: unknown): void {
    const { action, path } = named(step)
    this.#failed.push({ action, path, error })
    this.#end(step)
  }

  skipped(step: Step, reason: MirrorSkip['reason']): void {
    this.#skipped.push(named({ path: step.path, reason }))
    this.#end(step)
  }

  report(dryRun: boolean): MirrorReport {
    return { dryRun, done: this.#done, failed: this.#failed, skipped: this.#skipped, octets: this.#octets }
  }

  #end(step: Step): void {
    this.#over++
    this.#tell(step)
  }

  #tell(step: Step): void {
    const { action, path } = named(step)
    this.#onProgress?.({ action, path, octets: this.#octets, done: this.#over, total: this.#total })
  }
}

/** The root has no path below itself. */
const named = <T extends { readonly path: string }>(one: T): T => ({ ...one, path: one.path === '' ? '.' : one.path })
