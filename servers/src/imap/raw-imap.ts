import type { LineServer } from '../line-server.ts'
import { RawClient } from '../raw-client.ts'

/** A RawClient with tags, for the tests of the IMAP server. */
export class RawImap {
  readonly raw: RawClient
  #tag = 0

  constructor(raw: RawClient) {
    this.raw = raw
  }

  /** Connects and reads the greeting. */
  static async dial(server: LineServer, tls: 'tls' | 'clear' = 'clear'): Promise<{ imap: RawImap; greeting: string }> {
    const imap = new RawImap(RawClient.dial(server, tls))
    return { imap, greeting: await imap.raw.line() }
  }

  /** Connects, logs in as alice and, when a mailbox is named, selects it. */
  static async login(server: LineServer, mailbox?: string): Promise<RawImap> {
    const { imap } = await RawImap.dial(server)
    await imap.run('LOGIN alice wonderland')
    if (mailbox !== undefined) await imap.run(`SELECT ${mailbox}`)
    return imap
  }

  /** Sends a command under a new tag; all lines up to the tagged one, whose tag is taken off. */
  run(command: string): Promise<string[]> {
    this.send(command)
    return this.reply()
  }

  /** Sends a command and reads nothing. */
  send(command: string): void {
    this.raw.send(`a${++this.#tag} ${command}\r\n`)
  }

  /** Lines up to the reply to the newest command. */
  async reply(): Promise<string[]> {
    const tag = `a${this.#tag} `
    const lines: string[] = []
    for (;;) {
      const line = await this.raw.line()
      if (line.startsWith(tag)) return [...lines, line.slice(tag.length)]
      lines.push(line)
    }
  }
}
