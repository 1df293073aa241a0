import { readdirSync, renameSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { CommitError, ConnectionError, Pop3Client, type Pop3Options } from '@linewire/pop3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { fillMaildir, readMaildir, removeMaildir } from '../src/maildir.ts'
import { users } from '../src/users.ts'

const messages = Array.from({ length: 10 }, (_, index) => Buffer.from(`Subject: message ${index + 1}\r\n\r\nbody\r\n`))

describeServer('dovecot', 'deletes what Pop3Client has marked', (dovecot) => {
  const relays = new Set<Relay>()
  afterEach(() => {
    for (const relay of relays) relay.close()
    relays.clear()
  })
  beforeEach(() => fillMaildir(dovecot, 'alice', messages))
  const left = (): Buffer[] => readMaildir(dovecot, 'alice')

  const ways: Record<string, () => Partial<Pop3Options>> = {
    'in clear': () => ({ port: dovecot.ports.pop3, tls: 'none' }),
    'by STLS': () => ({ port: dovecot.ports.pop3, tls: 'starttls' }),
    'over TLS': () => ({ port: dovecot.ports.pop3s, tls: 'implicit' }),
  }
  const options = (way: string): Pop3Options => ({
    host: 'localhost',
    tlsOptions: { ca: dovecot.certificates.ca },
    auth: { user: 'alice', password: users.alice.password },
    timeout: 10_000,
    ...ways[way]!(),
  })

  describe.each(Object.keys(ways))('%s', (way) => {
    /** A session over a cable that can be cut. */
    async function throughRelay(): Promise<{ pop: Pop3Client; relay: Relay }> {
      const { port, ...rest } = options(way)
      const relay = await Relay.to(port!)
      relays.add(relay)
      return { pop: await Pop3Client.connect({ ...rest, port: relay.port }), relay }
    }

    test('QUIT commits: they are gone, and nothing else is', async () => {
      const pop = await Pop3Client.connect(options(way))
      await Promise.all([2, 3, 10].map((number) => pop.dele(number)))
      expect(left()).toHaveLength(10)
      expect(await pop.quit()).toEqual({ committed: true })
      expect(left()).toEqual(messages.filter((_, index) => ![1, 2, 9].includes(index)))
    })

    test('until then they are gaps in LIST and UIDL, refused, and back after RSET', async () => {
      await using pop = await Pop3Client.connect(options(way))
      const whole = await pop.uidl()
      await Promise.all([1, 5, 6].map((number) => pop.dele(number)))
      const numbers = [2, 3, 4, 7, 8, 9, 10]
      expect((await pop.list()).map(({ number }) => number)).toEqual(numbers)
      expect(await pop.uidl()).toEqual(whole.filter(({ number }) => numbers.includes(number)))
      expect((await pop.stat()).messages).toBe(7)
      const read: number[] = []
      for await (const { number, body } of pop.retrieve()) {
        expect(Buffer.from(await body.bytes())).toEqual(messages[number - 1])
        read.push(number)
      }
      expect(read).toEqual(numbers)
      for (const call of [pop.retr(5), pop.dele(5), pop.list(5), pop.uidl(5), pop.top(5, 0)]) {
        await expect(call).rejects.toMatchObject({ name: 'ReplyError' })
      }
      await pop.rset()
      expect(await pop.uidl()).toEqual(whole)
    })

    test('close() commits nothing', async () => {
      const pop = await Pop3Client.connect(options(way))
      await pop.dele(1)
      pop.close()
      await using again = await Pop3Client.connect(options(way))
      expect((await again.stat()).messages).toBe(10)
      expect(left()).toEqual(messages)
    })

    test('a lost connection commits nothing, and leaving the block tells', async () => {
      const lost = async (): Promise<void> => {
        const { pop: session, relay } = await throughRelay()
        await using pop = session
        await pop.dele(1)
        await pop.noop()
        relay.cut()
        await expect(pop.noop()).rejects.toThrow(ConnectionError)
        await pop.dele(2)
      }
      await expect(lost()).rejects.toThrow(ConnectionError)
      await using again = await Pop3Client.connect(options(way))
      expect((await again.stat()).messages).toBe(10)
      expect(left()).toEqual(messages)
    })

    test('a QUIT whose answer is lost is an error, for nobody knows what came of it', async () => {
      const { pop, relay } = await throughRelay()
      await pop.dele(1)
      relay.swallow()
      await expect(pop.quit()).rejects.toThrow(ConnectionError)
      expect(pop.closed).toBe(true)
    })

    test('what cannot be deleted is a CommitError with the reason of the server', async () => {
      const pop = await Pop3Client.connect(options(way))
      await pop.dele(1)
      const away = `${dovecot.maildir('alice')}.away`
      renameSync(dovecot.maildir('alice'), away)
      try {
        const failure = await pop.quit().catch((error: unknown) => error)
        expect(failure).toBeInstanceOf(CommitError)
        expect(failure).toMatchObject({ command: 'QUIT', responseCode: 'SYS/TEMP', transient: true })
        expect(pop.closed).toBe(true)
        expect(readdirSync(join(away, 'cur'))).toHaveLength(10)
      } finally {
        removeMaildir(away)
      }
    })
  })
})

/** A cable between a client and a server of this machine. */
class Relay {
  readonly port: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #mute = false

  private constructor(server: Server, port: number) {
    this.#server = server
    this.port = port
  }

  static async to(port: number): Promise<Relay> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const relay = new Relay(server, typeof address === 'object' && address ? address.port : 0)
    server.on('connection', (client) => relay.#join(client, connect(port, '127.0.0.1')))
    return relay
  }

  #join(client: Socket, server: Socket): void {
    for (const socket of [client, server]) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => this.cut())
    }
    client.on('data', (octets) => server.write(octets))
    server.on('data', (octets) => this.#mute || client.write(octets))
  }

  /** Says no more of what the server says. */
  swallow(): void {
    this.#mute = true
  }

  /** Breaks both connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  close(): void {
    this.cut()
    this.#server.close()
  }
}
