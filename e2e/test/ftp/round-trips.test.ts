import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataNetwork, FtpClient } from '@linewire/ftp'
import { dial } from '@linewire/wire'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { SlowWire } from '../../src/slow-wire.ts'
import { connect, type Server, text } from './connecting.ts'

const count = 40
const names = Array.from({ length: count }, (_, n) => `small-${n}`)
const content = 'x'.repeat(1024)

/** Connecting, and the file with its 226 and the next port. */
const floor = 2

function suite(server: Server): void {
  beforeAll(async () => {
    await using ftp = await connect(server, 'none')
    await ftp.mkdir('trips')
    await Promise.all(names.map((name) => ftp.put(content, `trips/${name}`)))
  })

  async function over<T>(run: (ftp: FtpClient, wire: SlowWire) => Promise<T>): Promise<T> {
    await using wire = await SlowWire.open({ host: '127.0.0.1', port: server.ports.ftp }, 10)
    const ftp = await connect(server, 'none', { port: wire.port })
    try {
      return await run(ftp, wire)
    } finally {
      ftp.close()
    }
  }

  test('the first download takes 5 round trips', async () => {
    await over(async (ftp, wire) => {
      const body = await ftp.get(`trips/${names[0]}`)
      for await (const piece of body) {
        expect(piece.length).toBe(1024)
        expect(wire.trips).toBe(5)
      }
    })
  })

  describe.each([
    ['together', (ftp: FtpClient) => Promise.all(names.map((name) => text(ftp, `trips/${name}`)))],
    [
      'one after another',
      async (ftp: FtpClient) => {
        const texts: string[] = []
        for (const name of names) texts.push(await text(ftp, `trips/${name}`))
        return texts
      },
    ],
  ])('small files, %s', (_, fetch) => {
    test(`take ${floor} round trips each`, async () => {
      await over(async (ftp, wire) => {
        const before = wire.trips
        expect(await fetch(ftp)).toEqual(names.map(() => content))
        const each = (wire.trips - before) / count
        expect(each).toBeLessThanOrEqual(floor + 0.2)
      })
    })
  })

  test('large files come whole though our end is said before them, and one that is left does no harm', async () => {
    const big = randomBytes(20_000_000)
    await using ftp = await connect(server, 'none')
    await ftp.put(big, 'trips/big')
    const leave = async (): Promise<void> => {
      for await (const _ of await ftp.get('trips/big')) break
    }
    const bodies = [0, 1, 2].map(async () => (await ftp.get('trips/big')).bytes())
    const [left, ...whole] = [leave(), ...bodies, text(ftp, `trips/${names[0]}`)]
    await left
    expect(await whole.pop()).toBe(content)
    for (const octets of await Promise.all(whole)) expect(Buffer.from(octets as Uint8Array).equals(big)).toBe(true)
  })

  test('uploads take no more', async () => {
    await over(async (ftp, wire) => {
      const before = wire.trips
      await Promise.all(names.map((name) => ftp.put(content, `trips/up-${name}`)))
      expect((wire.trips - before) / count).toBeLessThanOrEqual(floor + 0.2)
      expect(await readFile(join(server.home('alice'), 'trips', `up-${names[7]}`), 'utf8')).toBe(content)
    })
  })

  test('sizes, times, renames and deletes go out in windows', async () => {
    await over(async (ftp, wire) => {
      const before = wire.trips
      const all = await Promise.all(
        names.flatMap((name) => [ftp.size(`trips/${name}`), ftp.modified(`trips/${name}`)] as Promise<unknown>[]),
      )
      expect(all.filter((one) => one === 1024)).toHaveLength(count)
      await Promise.all(names.map((name) => ftp.rename(`trips/${name}`, `trips/new-${name}`)))
      await Promise.all(names.map((name) => ftp.delete(`trips/new-${name}`)))
      // 160 commands that would be as many trips one by one, and 40 more for RNTO
      expect(wire.trips - before).toBeLessThanOrEqual(20)
    })
  })
}

describeServer('vsftpd', 'counted in round trips', suite)
describeServer('proftpd', 'counted in round trips', suite)

/** A wrong guess costs every data connection a round trip: vsftpd knows P-256 alone, Node guesses X25519. */
const keys = (group: string) => (server: Server) => {
  test.each(['starttls', 'implicit'] as const)(
    '%s: data begins with the group of keys that the server takes',
    async (tls) => {
      const guesses: (string | undefined)[] = []
      const groups: (string | undefined)[] = []
      const network: DataNetwork = {
        async dial(options) {
          guesses.push(options.tlsOptions?.ecdhCurve?.split(':')[0])
          const transport = await dial(options)
          transport.secured.then(() => groups.push(transport.keyGroup)).catch(() => {})
          return transport
        },
        listen: () => Promise.reject(new Error('nobody asked for it')),
      }
      await using ftp = await connect(server, tls, { network })
      await ftp.put(content, 'group')
      expect(await text(ftp, 'group')).toBe(content)
      expect(guesses).toEqual([group, group])
      expect(groups).toEqual([group, group])
    },
  )
}

describeServer('vsftpd', 'which takes P-256', keys('prime256v1'))
describeServer('proftpd', 'which takes X25519', keys('X25519'))
