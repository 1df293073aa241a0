import type { Faults, TlsMode } from '@linewire/servers'
import { expect, test } from 'vitest'
import { exit } from '../src/failure.ts'
import type { Run } from '../src/program.ts'
import { Stage } from './stage.ts'

interface Server extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly ca: string
}

/** What a program needs for its failures to be tried out. */
export interface House {
  readonly scheme: string
  /** knows alice, whose password is wonderland */
  serve(options: { tls?: TlsMode; faults?: Faults }): Promise<Server>
  /** the arguments that go with this URL, whose path is still to be added */
  argv(server: string, stage: Stage): string[]
}

/** What all four programs meet on bad days: one sentence, the exit code of the README, and nothing on the disk. */
export function commonFailures(run: Run, { scheme, serve, argv }: House): void {
  const env = { LINEWIRE_PASSWORD: 'wonderland' }
  const at = ({ host, port }: { host: string; port: number }): string => `${scheme}://alice@${host}:${port}`

  /** Plays it, and sees that there is one sentence and no file. */
  const fails = async (server: string, code: number, sentence: RegExp, more: string[] = [], password = env) => {
    using stage = new Stage()
    const played = await stage.play(run, [...argv(server, stage), ...more], { env: password })
    expect(played).toMatchObject({ code, err: expect.stringMatching(sentence) })
    expect(stage.files).toEqual([])
    return played
  }

  test('--help says how it is called, without a server', async () => {
    using stage = new Stage()
    const { code, out } = await stage.play(run, ['--help'])
    expect(code).toBe(exit.done)
    expect(out).toContain(`[options]`)
    expect(out).toContain('--tls <mode>')
  })

  test('arguments that make no sense', async () => {
    using stage = new Stage()
    expect((await stage.play(run, [])).code).toBe(exit.usage)
    const url = `${scheme}://alice@localhost`
    await fails('gopher://alice@localhost', exit.usage, /gopher: is not a scheme/)
    await fails(url, exit.usage, /Unknown option '--nonsense'/, ['--nonsense'])
    await fails(url, exit.usage, /--tls takes implicit, starttls or none/, ['--tls', 'maybe'])
    await fails(url, exit.usage, /--timeout takes a whole number/, ['--timeout', 'soon'])
    await fails(url, exit.usage, /the password of alice is needed/, [], {} as typeof env)
    await fails(url, exit.localDisk, /no-such-ca\.pem/, ['--ca', 'no-such-ca.pem'])
  })

  test('a host that nobody knows', () =>
    fails(`${scheme}://alice@no-such-host.invalid`, exit.unknownHost, /no-such-host\.invalid/))

  test('a port where nobody listens', async () => {
    const server = await serve({})
    await server[Symbol.asyncDispose]()
    await fails(at(server), exit.unreachable, /nothing listens at 127\.0\.0\.1/, ['--tls', 'none'])
  })

  test('a certificate that nobody here trusts', async () => {
    for (const tls of ['implicit', 'starttls'] as const) {
      await using server = await serve({ tls })
      await fails(at(server), exit.tls, /not signed by an authority trusted here/, ['--tls', tls])
    }
  })

  test('a server without TLS where TLS is wanted', async () => {
    await using server = await serve({ tls: 'none' })
    await fails(at(server), exit.tls, /TLS/, ['--tls', 'starttls'])
    await fails(at(server), exit.tls, /does not speak TLS here/, ['--tls', 'implicit'])
  })

  test('a wrong password, which is not told', async () => {
    await using server = await serve({})
    const wrong = { LINEWIRE_PASSWORD: 'looking-glass' }
    const { err, out } = await fails(at(server), exit.login, /./, ['--tls', 'none', '--trace'], wrong)
    for (const secret of ['looking-glass', Buffer.from('\0alice\0looking-glass').toString('base64')]) {
      expect(err + out).not.toContain(secret)
    }
  })

  test('a server that speaks another protocol', async () => {
    await using server = await serve({ faults: { garbageAt: 0 } })
    await fails(at(server), exit.nonsense, /./, ['--tls', 'none'])
  })

  test('a server that hangs up', async () => {
    for (const closeWhen of ['before', 'middle'] as const) {
      await using server = await serve({ faults: { closeAt: 0, closeWhen } })
      await fails(at(server), exit.connectionLost, /./, ['--tls', 'none'])
    }
  })

  test('a server that never answers', async () => {
    await using server = await serve({ faults: { stallAt: 1 } })
    await fails(at(server), exit.timeout, /1000 ms/, ['--tls', 'none', '--timeout', '1'])
  })

  test('somebody who has had enough', async () => {
    await using server = await serve({ faults: { stallAt: 1 } })
    using stage = new Stage()
    const leaving = new AbortController()
    const playing = stage.play(run, [...argv(at(server), stage), '--tls', 'none'], { env, signal: leaving.signal })
    setTimeout(() => leaving.abort(), 50)
    expect(await playing).toMatchObject({ code: exit.interrupted, err: 'interrupted' })
    expect(stage.files).toEqual([])
  })
}
