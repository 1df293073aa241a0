import { type Capabilities, type Command, ProtocolError, type Reply, ReplyError, wholeNumber } from '@linewire/wire'
import { type Step, severalLines } from './flight.ts'
import { pathArgument } from './path.ts'
import { refused } from './reply.ts'
import type { TransferState } from './transfer.ts'

/** The digest of a file, as the server makes it. */
export interface Digest {
  /** as the registry of HASH spells it: `SHA-256`, `SHA-1`, `MD5`, `CRC32` */
  readonly algorithm: string
  /** hexadecimal, in lower case */
  readonly value: string
}

export interface DigestOptions {
  /** the best that the server has unless told */
  algorithm?: string
  /** the first and the last octet that count; only with HASH and RANG */
  range?: readonly [first: number, last: number]
}

/** best first */
const known = ['SHA-512', 'SHA-256', 'SHA-1', 'MD5', 'CRC32']

/** The commands of before HASH, each with its algorithm; no RFC has them, many servers do. */
const older: Readonly<Record<string, string>> = {
  XSHA512: 'SHA-512',
  XSHA256: 'SHA-256',
  XSHA1: 'SHA-1',
  XSHA: 'SHA-1',
  XMD5: 'MD5',
  MD5: 'MD5',
  XCRC: 'CRC32',
}

/** hexadecimal digits of each */
const digitsOf: Readonly<Record<string, number>> = { 'SHA-512': 128, 'SHA-256': 64, 'SHA-1': 40, MD5: 32, CRC32: 8 }

/** "sha256", "SHA-256" and "Sha_256" are the same. */
const plain = (algorithm: string): string => algorithm.toUpperCase().replace(/[^A-Z0-9]/g, '')

/** "CRC32;MD5;SHA-1*;SHA-256;" of FEAT: the names, and the one that is chosen. draft-bryan-ftpext-hash-02 §3.1 */
export function digestsOf(capabilities: Capabilities): { names: string[]; chosen: string | undefined } {
  const listed = capabilities.get('HASH').join('').split(';').filter(Boolean)
  const names = listed.map((name) => name.replace('*', ''))
  return { names, chosen: listed.find((name) => name.endsWith('*'))?.replace('*', '') }
}

/** HASH where the server has the algorithm, else the older command for it. draft-bryan-ftpext-hash-02 */
export function digest(
  path: string,
  { algorithm, range }: DigestOptions,
  capabilities: Capabilities,
  transfers: Pick<TransferState, 'type' | 'digest' | 'together'>,
): Command<Digest> {
  const fits = (name: string): boolean => algorithm === undefined || plain(name) === plain(algorithm)
  const { names } = digestsOf(capabilities)
  const verbs = Object.keys(older).filter((verb) => capabilities.has(verb))
  const name = best(names.filter(fits))
  if (name !== undefined) return byHash(path, name, range, transfers)
  const verb = range === undefined ? verbs.find((one) => fits(older[one]!)) : undefined
  if (verb !== undefined) return byVerb(path, verb, transfers)
  const all = [...new Set([...names, ...(range === undefined ? verbs.map((one) => older[one]!) : [])])]
  const what = `no digest${algorithm === undefined ? '' : ` ${algorithm}`}${range === undefined ? '' : ' of a part'}`
  throw new ReplyError({
    command: `HASH ${path}`,
    code: '504',
    text: `the server has ${what}; it has ${all.join(', ') || 'none'}`,
  })
}

const best = (names: string[]): string | undefined => known.find((name) => names.includes(name)) ?? names[0]

/** a server reads the whole file before it answers: ms */
const patience = 600_000

function byHash(
  path: string,
  name: string,
  range: DigestOptions['range'],
  { type, digest: chosen, together }: Pick<TransferState, 'type' | 'digest' | 'together'>,
): Command<Digest> {
  const line = `HASH ${pathArgument(path)}`
  const outcome = new Outcome(line)
  const part =
    range && `RANG ${wholeNumber(range[0], 'the first octet', 0)} ${wholeNumber(range[1], 'the last octet', range[0])}`
  const steps = (): Step[] => [
    ...type.steps('I'),
    ...chosen.steps(name),
    ...(part === undefined ? [] : [outcome.step(part, () => {})]),
    outcome.step(line, (said) => outcome.take(hashReply(said), name, range)),
    // or the next transfer would be of a part, too
    ...(part === undefined ? [] : [{ line: 'RANG 1 0', heard: () => {} }]),
  ]
  return { ...severalLines(line, steps, () => outcome.value(), together), timeout: patience }
}

function byVerb(
  path: string,
  verb: string,
  { type, together }: Pick<TransferState, 'type' | 'together'>,
): Command<Digest> {
  // without quotes a blank would end the path
  const line = `${verb} ${path.includes(' ') && verb !== 'MD5' ? `"${pathArgument(path)}"` : pathArgument(path)}`
  const outcome = new Outcome(line)
  const algorithm = older[verb]!
  const take = ({ lines }: Reply): void => {
    const last = lines.at(-1)?.trimEnd().split(/[\s"]/).findLast(Boolean) ?? ''
    // CRC32 comes without its zeros from some
    const value = algorithm === 'CRC32' ? last.padStart(8, '0') : last
    const isOne = value.length === digitsOf[algorithm] && /^[0-9a-f]+$/i.test(value)
    outcome.take(isOne ? { value } : undefined, algorithm, undefined)
  }
  const steps = (): Step[] => [...type.steps('I'), outcome.step(line, take)]
  return { ...severalLines(line, steps, () => outcome.value(), together), timeout: patience }
}

/** "213 SHA-1 0-49 6d62…b9 file.ext"; what stands before it in other lines is talk. draft-bryan-ftpext-hash-02 §3.2 */
function hashReply({ lines }: Reply): { algorithm: string; first: number; last: number; value: string } | undefined {
  const found = /^\s*(\S+) (\d+)-(\d+) ([0-9a-f]+)( |$)/i.exec(lines.at(-1) ?? '')
  return found ? { algorithm: found[1]!, first: Number(found[2]), last: Number(found[3]), value: found[4]! } : undefined
}

/** What came of it, once all lines that were said have their replies. */
class Outcome {
  readonly #line: string
  #failure: Error | undefined
  #digest: Digest | undefined

  constructor(line: string) {
    this.#line = line
  }

  step(line: string, heard: (said: Reply) => void): Step {
    return {
      line,
      heard: (said) => {
        if (said.code >= 400) this.#failure ??= refused({ name: line }, said)
        else heard(said)
      },
    }
  }

  /** A digest of something else than was asked for is none. */
  take(
    got: { algorithm?: string; first?: number; last?: number; value: string } | undefined,
    algorithm: string,
    range: DigestOptions['range'],
  ): void {
    if (got === undefined) {
      this.#failure ??= new ProtocolError(`${this.#line}: expected a digest`)
      return
    }
    const { first = 0, last = 0 } = got
    // the end is the last octet to some, and the one behind it to others
    const wrong = range !== undefined && (first !== range[0] || (last !== range[1] && last !== range[1] + 1))
    if (got.algorithm !== undefined && plain(got.algorithm) !== plain(algorithm)) this.#refuse(`${got.algorithm}`)
    else if (wrong) this.#refuse(`octets ${first} to ${last}`)
    else this.#digest = { algorithm, value: got.value.toLowerCase() }
  }

  value(): Digest {
    if (this.#digest !== undefined && this.#failure === undefined) return this.#digest
    throw this.#failure
  }

  #refuse(what: string): void {
    const text = `the server answers with a digest of ${what}`
    this.#failure ??= new ReplyError({ command: this.#line, code: '504', text })
  }
}
