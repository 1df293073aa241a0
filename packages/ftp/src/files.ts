import { type CallOptions, ReplyError } from '@linewire/wire'
import type { FtpClient } from './client.ts'

export interface DownloadOptions extends CallOptions {
  /**
   * Goes on where an earlier try stopped: what has arrived is kept as `<local>.part`. A file of the local name that is
   * shorter than the server's is taken for such a part.
   */
  resume?: boolean
  /** called with the octets that are there so far, those of earlier tries included */
  onProgress?: (octets: number) => void
  /** gives the local file the server's time of modification */
  preserveTime?: boolean
}

export interface UploadOptions extends CallOptions {
  /** goes on behind what the server has of the file; from the beginning when it has more than we */
  resume?: boolean
  /** called with the octets that have gone out so far, those of earlier tries included */
  onProgress?: (octets: number) => void
}

/** A file to a file. Under another name until it is whole; only with `resume` is anything left behind by a failure. */
export async function download(
  client: FtpClient,
  remote: string,
  local: string,
  { resume = false, onProgress, preserveTime = false, signal }: DownloadOptions = {},
): Promise<number> {
  const { utimes } = await import('node:fs/promises')
  const partial = resume ? await partOf(client, remote, local, { signal }) : undefined
  const body = await client.get(remote, { offset: partial?.offset ?? 0, signal })
  const octets = await body.saveTo(local, {
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
    ...(partial ? { partial } : {}),
  })
  if (preserveTime) {
    const modified = await client.modified(remote, { signal })
    await utimes(local, modified, modified)
  }
  return octets
}

/** The part that is there, and how much of it may be believed. */
async function partOf(
  client: FtpClient,
  remote: string,
  local: string,
  options: CallOptions,
): Promise<{ path: string; offset: number }> {
  const { rename } = await import('node:fs/promises')
  const path = `${local}.part`
  const whole = await remoteSize(client, remote, options)
  const part = await localSize(path)
  if (part !== undefined) return { path, offset: whole === undefined || part <= whole ? part : 0 }
  const begun = await localSize(local)
  if (begun === undefined || whole === undefined || begun > whole) return { path, offset: 0 }
  await rename(local, path)
  return { path, offset: begun }
}

/** A file to a file on the server. Returns the octets that went out. */
export async function upload(
  client: FtpClient,
  local: string,
  remote: string,
  { resume = false, onProgress, signal }: UploadOptions = {},
): Promise<number> {
  const { access } = await import('node:fs/promises')
  // before the server is told anything
  await access(local)
  const there = resume ? ((await remoteSize(client, remote, { signal })) ?? 0) : 0
  const here = await localSize(local)
  const offset = here !== undefined && there <= here ? there : 0
  if (resume && offset > 0 && offset === here) return 0
  const report = onProgress && ((octets: number): void => onProgress(offset + octets))
  const options = { signal, ...(report ? { onProgress: report } : {}) }
  const source = { path: local, start: offset }
  try {
    const sent = await client.put(source, remote, { ...options, offset })
    return sent.octets
  } catch (error) {
    // some refuse an offset for what is stored, and can append
    if (offset === 0 || !(error instanceof ReplyError) || !/^50[0-4]$/.test(error.code)) throw error
    const sent = await client.append(source, remote, options)
    return sent.octets
  }
}

async function remoteSize(client: FtpClient, path: string, options: CallOptions): Promise<number | undefined> {
  try {
    return await client.size(path, options)
  } catch (error) {
    if (error instanceof ReplyError && !error.transient) return undefined
    throw error
  }
}

async function localSize(path: string): Promise<number | undefined> {
  const { stat } = await import('node:fs/promises')
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return found?.isFile() ? found.size : undefined
}
