import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import {
  type FileSpec,
  type FtpServer,
  ftpServer,
  type FtpOptions as ServerOptions,
} from '../../../servers/src/index.ts'
import { FtpClient } from '../src/client.ts'
import type { FtpOptions } from '../src/connect.ts'

type Tree = Record<string, FileSpec>

/** A server, clients of it, and a folder to download into: all of them are gone behind each test. */
export interface Stage {
  /** the newest server */
  readonly server: FtpServer
  /** a path in the folder */
  local(...parts: string[]): string
  /** Writes a file into the folder. */
  write(name: string, content: string | Uint8Array): Promise<string>
  serve(options?: ServerOptions & { files?: Tree }): Promise<FtpServer>
  /** A client of the newest server. */
  connect(options?: Partial<FtpOptions>): Promise<FtpClient>
  /** Both. */
  start(server?: ServerOptions & { files?: Tree }, options?: Partial<FtpOptions>): Promise<FtpClient>
  /** Something else that is gone behind the test. */
  keep<T extends AsyncDisposable>(one: T): T
  /** what the newest server was told, by verb */
  said(verb: string): string[]
  /** the text of one of its files */
  content(path: string): string | undefined
}

export const text = async (ftp: FtpClient, path: string): Promise<string> => (await ftp.get(path)).text()

/** no pause between one try and the next */
export const atOnce: { backoff: () => number } = { backoff: () => 0 }

export function stage(): Stage {
  const open: AsyncDisposable[] = []
  let folder = ''
  let server: FtpServer | undefined
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linewire-ftp-'))
  })
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })
  const made: Stage = {
    get server() {
      return server!
    },
    local: (...parts) => join(folder, ...parts),
    write: async (name, content) => {
      await writeFile(join(folder, name), content)
      return join(folder, name)
    },
    serve: async (options) => {
      server = made.keep(await ftpServer(options))
      return server
    },
    connect: async (options) => {
      const client = FtpClient.connect({
        host: 'localhost',
        port: server!.port,
        tls: server!.tls,
        auth: { user: 'alice', password: 'wonderland' },
        tlsOptions: { ca: server!.ca },
        timeout: 5000,
        ...options,
      })
      return made.keep(await client)
    },
    start: async (files, options) => {
      await made.serve(files)
      return made.connect(options)
    },
    keep: (one) => {
      open.push(one)
      return one
    },
    said: (verb) => server!.transcript.filter((line) => line.startsWith(`C: ${verb}`)),
    content: (path) => server!.files.file(path)?.content.toString(),
  }
  return made
}
