import { isTransient, type RetryOptions, retrying } from '@linewire/wire'
import { type Portion, spread } from '@linewire/wire/pool'
import type { FtpClient } from '../client.ts'
import type { Crew, Hands } from './crew.ts'
import type { Plan } from './plan.ts'
import type { Log } from './report.ts'
import type { Step } from './step.ts'
import type { Target } from './target.ts'
import { parentOf } from './tree.ts'

export interface RunOptions {
  readonly retry: RetryOptions | undefined
  readonly signal: AbortSignal | undefined
}

/** Carries a plan out: what fails does not stop the rest. */
export class Run {
  readonly #crew: Crew
  readonly #target: Target
  readonly #log: Log
  readonly #options: RunOptions
  /** directories that could not be made */
  readonly #missing = new Set<string>()
  /** how often a step has lost its connection */
  readonly #losses = new Map<Step, number>()
  /** what is tried once more behind the others */
  #late: Set<Step> | undefined

  constructor(crew: Crew, target: Target, log: Log, options: RunOptions) {
    this.#crew = crew
    this.#target = target
    this.#log = log
    this.#options = options
  }

  /** @throws the signal's reason, when it is aborted */
  async carryOut({ clear, make, transfer, remove }: Plan): Promise<void> {
    for (const step of clear) await this.#round([step])
    for (const level of levels(make)) await this.#round(level)
    await this.#round(transfer)
    await this.#round(remove.filter(({ action }) => action === 'delete'))
    for (const level of levels(remove.filter(({ action }) => action === 'rmdir')).reverse()) await this.#round(level)
  }

  /** Steps that do not depend on each other. Those that fail for a reason that may pass are tried once more, behind all others. */
  async #round(steps: readonly Step[]): Promise<void> {
    this.#late = new Set()
    await this.#pass(steps)
    const late = this.#late
    this.#late = undefined
    await this.#pass([...late])
  }

  async #pass(steps: readonly Step[]): Promise<void> {
    const { retry, signal } = this.#options
    const left = new Set(steps)
    if (steps[0]?.entry === undefined && !this.#target.remote) {
      for (const step of steps) await this.#perform(step)
      return
    }
    const work = (hands: Hands, portion: Portion<Step>, over: (step: Step) => Promise<void>): Promise<void> =>
      this.#work(hands, portion, over)
    const pass = async (): Promise<void> => {
      for await (const step of spread(this.#crew.pool, [...left], work, { signal })) left.delete(step)
    }
    try {
      if (left.size > 0) await (retry ? retrying(pass, retry, signal) : pass())
    } catch (error) {
      signal?.throwIfAborted()
      // there is no connection to be had
      for (const step of left) this.#log.failed(step, error)
    }
  }

  /** What one connection does, for as long as it is there. */
  async #work({ client: hand }: Hands, portion: Portion<Step>, over: (step: Step) => Promise<void>): Promise<void> {
    for await (const step of portion.each(hand)) {
      if (await this.#perform(step, hand.client)) await over(step)
      else portion.giveBack(step)
    }
  }

  /** False when it is to be done again, over another connection. */
  async #perform(step: Step, client?: FtpClient): Promise<boolean> {
    const { signal } = this.#options
    signal?.throwIfAborted()
    const { action, path, entry } = step
    if (this.#lacks(path)) {
      this.#log.skipped(step, 'no directory')
      return true
    }
    try {
      const octets = await this.#target.perform(step, client, this.#log.moving(step))
      this.#log.did(step, entry && octets)
    } catch (error) {
      signal?.throwIfAborted()
      if (client?.closed && !entry && isTransient(error) && this.#again(step)) return false
      if (this.#late && isTransient(error)) {
        this.#late.add(step)
        return true
      }
      if (action === 'mkdir') this.#missing.add(path)
      this.#log.failed(step, error)
    }
    return true
  }

  #again(step: Step): boolean {
    const losses = (this.#losses.get(step) ?? 0) + 1
    this.#losses.set(step, losses)
    const { retry } = this.#options
    return retry !== undefined && losses <= (retry.attempts ?? 3)
  }

  #lacks(path: string): boolean {
    for (let around = path; around !== ''; ) {
      around = parentOf(around)
      if (this.#missing.has(around)) return true
    }
    return false
  }
}

/** Steps by how deep they are, the root first. */
function levels(steps: readonly Step[]): Step[][] {
  const found: Step[][] = []
  for (const step of steps) {
    const depth = step.path === '' ? 0 : step.path.split('/').length
    while (found.length <= depth) found.push([])
    found[depth]!.push(step)
  }
  return found.filter((level) => level.length > 0)
}
