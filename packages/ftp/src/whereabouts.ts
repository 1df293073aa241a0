import { type Command, ReplyError } from '@linewire/wire'

/** more steps than that are not remembered: PWD makes one of them again */
const most = 64

/**
 * Where in the server's tree a connection is, as the commands that led there from the directory it began in. What they
 * mean is the server's affair (links, datasets), so none of them are combined.
 */
export class Whereabouts {
  #steps: readonly string[] | undefined
  #sure = true

  constructor(steps: readonly string[] = []) {
    this.#steps = steps
  }

  /** The way to here from where a login leads, as far as it was said that it was gone; undefined when it was too long. */
  get steps(): readonly string[] | undefined {
    return this.#steps
  }

  /**
   * Whether that leads to where the connection is: a command whose reply nobody waited for may have led elsewhere, and a way
   * that goes up again may lead through a directory that has gone since.
   */
  get sure(): boolean {
    return this.#sure && this.#steps !== undefined && !this.#steps.some(goesUp)
  }

  /** Somebody else has logged in. */
  home(): void {
    this.#be([])
  }

  /** A command has been carried out: those that move are remembered, and PWD says where that was. */
  heard(line: Line, value: unknown): void {
    if (typeof line !== 'string') return
    if (/^X?PWD$/i.test(line) && typeof value === 'string') this.#be([`CWD ${value}`])
    if (!moves(line)) return
    if (/^X?CWD \//i.test(line)) this.#be([line])
    else this.#steps = this.#steps && this.#steps.length < most ? [...this.#steps, line] : undefined
  }

  /** A command has failed. */
  failed(line: Line, error: unknown): void {
    if (moves(line) && !(error instanceof ReplyError)) this.#sure = false
  }

  #be(steps: readonly string[]): void {
    this.#steps = steps
    this.#sure = true
  }
}

type Line = Command<unknown>['line']

const goesUp = (step: string): boolean => /^X?(?:CDUP$|CUP$|CWD (?:.*\/)?\.\.(?:\/|$))/i.test(step)

/** Whether a command leads to another directory. */
export const moves = (line: Line): line is string => typeof line === 'string' && /^X?(?:CWD|CDUP|CUP)\b/i.test(line)
