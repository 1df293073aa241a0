import { type CallOptions, ReplyError, wholeNumber } from '@linewire/wire'
import type { FtpClient } from '../client.ts'
import type { Entry } from '../entry.ts'
// from index.ts on purpose: what this shares with it is then one module, not five, of 1 ms each to import
import { ArgumentError } from '../index.ts'
import { limitOf, paced, type RateLimit } from '../rate.ts'
import { failed, TransferError } from '../transfer-error.ts'
import { LocalPart } from './local-part.ts'
import type { Origin } from './origin.ts'
import { persist, type Retry } from './persist.ts'
import type { Range } from './range.ts'
import { type Progress, Remainder } from './remainder.ts'
import { type Facts, remoteFacts, sameFacts, unlessRefused } from './remote-facts.ts'
import { type FetchRange, fetchSegments } from './segments.ts'
import { check, holds, type Verify } from './verify.ts'

export interface DownloadOptions extends CallOptions {
  /**
   * What has come is kept as `<local>.part` when the download fails, and gone on with the next time, if the server's file
   * has the size and the time that it had. A file of the local name that is shorter, and was written since, is taken for
   * such a part.
   */
  resume?: boolean
  /** the file comes over so many connections at once, fewer where the server does not allow them; 1 unless told */
  segments?: number
  /** called with the octets that are there so far, those of earlier tries included, and those of the file where the server tells */
  onProgress?: Progress
  /** gives the local file the server's time of modification */
  preserveTime?: boolean
  /** before the file has its name: compares its size, or its hash, with what the server says */
  verify?: Verify
  /** octets per second; a {@link RateLimit} is shared by all transfers that have it */
  rate?: number | RateLimit
  /** goes on after a lost connection: on another one, where it stopped; as connect() was told unless told here */
  retry?: Retry
  /** what a listing said of the file: the server is not asked again */
  entry?: Pick<Entry, 'size' | 'modified' | 'precision'>
}

/** A file to a file, which has its name only when it is whole. Resolves with the octets that came. */
export async function download(
  origin: Origin,
  remote: string,
  local: string,
  options: DownloadOptions = {},
): Promise<number> {
  const { resume = false, segments = 1, onProgress, retry, verify, signal } = options
  signal?.throwIfAborted()
  const part = await LocalPart.of(local, resume)
  if (part.special && verify === 'hash') throw new ArgumentError(`${local} cannot be read again for its hash`)
  const remainder = new Remainder(part, wholeNumber(segments, 'segments'), onProgress)
  const wanted = { ...options, limit: limitOf(options.rate) }
  try {
    const attempt = (): Promise<Date | undefined> => fetchFile(origin, remote, part, remainder, wanted)
    await part.finish(await persist(origin, retry, () => remainder.furthest, attempt, signal))
    return remainder.arrived
  } catch (error) {
    const worthless = remainder.there === 0 || (error instanceof TransferError && error.code === 'ERR_VERIFY')
    if (!part.kept || (remainder.begun && worthless)) await part.remove()
    else if (remainder.begun) await remainder.remember()
    await part.leave()
    throw error
  }
}

/** One try, on the connection of the moment. Resolves with the time that the file is to have. */
async function fetchFile(
  origin: Origin,
  remote: string,
  part: LocalPart,
  remainder: Remainder,
  options: DownloadOptions & { limit: RateLimit | undefined },
): Promise<Date | undefined> {
  const { client } = origin
  const { preserveTime = false, verify, limit, signal } = options
  const facts = await factsFor(origin, remote, options, remainder.there > 0)
  const modified = preserveTime && !part.special ? await exactTime(client, remote, facts, { signal }) : undefined
  const here = { path: part.path, octets: facts.size ?? 0 }
  if ((await part.isThere(facts)) && (await holds(verify, client, remote, here, { signal }))) return modified
  await remainder.of(facts)
  const fetch = async (by: FtpClient, range: Range, ending?: AbortSignal): Promise<void> => {
    const body = await by.get(remote, { offset: range.at, signal: ending })
    try {
      await remainder.write(range, paced(body, limit, ending))
    } finally {
      // what cannot be written must not hold the connection up
      body.cancel()
    }
  }
  try {
    await fetchMissing(origin, remainder, options, fetch)
  } catch (error) {
    if (!refusesOffsets(error)) throw error
    remainder.restart(1)
    await fetchMissing(origin, remainder, options, fetch)
  }
  await confirm(client, remote, remainder, facts, options)
  if (verify) await check(verify, client, remote, { path: part.place, octets: remainder.there }, { signal })
  return modified
}

async function fetchMissing(
  origin: Origin,
  { missing }: Remainder,
  { segments = 1, retry, signal }: DownloadOptions,
  fetch: FetchRange,
): Promise<void> {
  if (segments > 1 && missing.length > 1) await fetchSegments(origin, missing, segments, retry, fetch, signal)
  else for (const range of missing) await fetch(origin.client, range, signal)
}

/** What is asked for only where something depends on it: `goesOn`, that it is still the file that a listing was of. */
async function factsFor(origin: Origin, remote: string, options: DownloadOptions, goesOn: boolean): Promise<Facts> {
  const { entry, resume, segments = 1, onProgress, retry = origin.retry, signal } = options
  if (entry) return (goesOn && (await remoteFacts(origin.client, remote, { signal }))) || entry
  if (!resume && !onProgress && !retry && segments <= 1) return {}
  return (await remoteFacts(origin.client, remote, { signal })) ?? {}
}

/** A listing may know minutes or days alone. */
async function exactTime(client: FtpClient, remote: string, facts: Facts, options: CallOptions): Promise<Date> {
  const { modified, precision } = facts
  if (modified === undefined) return client.modified(remote, options)
  if (precision === 'second' || precision === 'millisecond') return modified
  // what a listing knows is better than nothing
  return (await unlessRefused(client.modified(remote, options))) ?? modified
}

/**
 * That a server has said 226 does not mean that all has come: what lies between may have cut the end off. And pieces
 * belong together only when they are of one version of the file.
 */
async function confirm(
  client: FtpClient,
  remote: string,
  remainder: Remainder,
  facts: Facts,
  { segments = 1, entry, signal }: DownloadOptions,
): Promise<void> {
  const { there, pieced } = remainder
  // what listings call a size may be one of blocks
  const size = pieced || !entry ? facts.size : undefined
  if (size !== undefined && there < size) {
    remainder.reopen()
    throw failed(`RETR ${remote}`, `${there} octets came of ${size}`, undefined, 'ERR_TRUNCATED')
  }
  if (pieced && facts.size !== undefined && there > facts.size) {
    throw failed(
      `RETR ${remote}`,
      `${there} octets came of ${facts.size}: the server takes no offset`,
      undefined,
      'ERR_VERIFY',
    )
  }
  if (!pieced || segments <= 1 || sameFacts(facts, (await remoteFacts(client, remote, { signal })) ?? {})) return
  throw failed(`RETR ${remote}`, 'the file changed while its segments came', undefined, 'ERR_VERIFY')
}

/** Some servers know no REST. */
const refusesOffsets = (error: unknown): boolean =>
  error instanceof ReplyError && error.verb === 'REST' && /^50\d$/.test(error.code)
