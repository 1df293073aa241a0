import { type ChildProcess, execFile, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Account, isRoot } from './accounts.ts'
import type { Certificates } from './certificates.ts'
import { Guard } from './guard.ts'
import { PATH } from './installed.ts'
import { accepts } from './ports.ts'
import { descendants, runs, signal } from './processes.ts'
import { type Users, users } from './users.ts'

/** How long a server may take to accept connections; a slow machine, not the usual 100 ms. */
const START_MS = 30_000
/** How long a server may take to leave by itself before it is killed. */
const STOP_MS = 5_000

/** What every launcher returns, each with ports of its own. */
export interface Running<Port extends string> {
  readonly host: '127.0.0.1'
  /** ::1 too where the machine has IPv6. */
  readonly hosts: readonly string[]
  readonly ports: Readonly<Record<Port, number>>
  readonly users: Users
  readonly certificates: Certificates
  /** The authority that signed the server's certificate, PEM, for clients that want a file. */
  readonly caFile: string
  /** What the server has written to its logs so far; after `stop` what it had written until then. */
  log(): string
  /** Ends the server and everything it started, and removes every file. */
  stop(): Promise<void>
}

interface Run {
  cwd?: string
  as?: Account
  env?: Record<string, string>
}

/** A private folder and the processes that live in it. */
export class Launch {
  readonly folder: string
  readonly #guard = new Guard()
  readonly #children: ChildProcess[] = []
  readonly #logs: string[] = []
  readonly #remove: string[] = []
  #beforeStop: () => Promise<void> = async () => {}
  #lastWords: string | undefined

  /** @param place the folder that its own is made in, which the servers' own users have to get through */
  constructor(name: string, place: string = traversableTmp()) {
    this.folder = mkdtempSync(join(place, `linewire-${name}-`))
    // the servers' own users have to get through
    chmodSync(this.folder, 0o755)
    this.#removeAtStop(this.folder)
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts)
  }

  /** Makes a folder with everything above it. */
  makeFolder(path: string, owner?: Account, mode = 0o755): string {
    const folder = this.path(path)
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, mode)
    if (owner && isRoot()) chownSync(folder, owner.uid, owner.gid)
    return folder
  }

  /** Writes a file and returns its whole path. */
  write(path: string, content: string, mode = 0o644, owner?: Account): string {
    const file = this.path(path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    chmodSync(file, mode)
    if (owner && isRoot()) chownSync(file, owner.uid, owner.gid)
    return file
  }

  /** Writes a file elsewhere on the machine, that goes when we go. Never over one that is there. */
  writeOutside(path: string, content: string): void {
    writeFileSync(path, content, { flag: 'wx' })
    this.#removeAtStop(path)
  }

  /** Something that a server wants said before it is sent a signal. */
  beforeStop(action: () => Promise<void>): void {
    this.#beforeStop = action
  }

  /** A file that belongs to the server's log, whole path. */
  logFile(path: string): string {
    this.#logs.push(path)
    return path
  }

  /** Starts a process that stays in the foreground, in a process group of its own. */
  spawn(command: string, args: string[], run: Run = {}): void {
    const out = this.logFile(this.path(`${basename(command)}-${this.#children.length}.out`))
    const fd = openSync(out, 'a')
    const child = spawn(command, args, { ...surroundings(run), detached: true, stdio: ['ignore', fd, fd] })
    closeSync(fd)
    child.on('error', (error) => writeFileSync(out, `${command}: ${error.message}\n`, { flag: 'a' }))
    child.unref()
    this.#children.push(child)
    if (child.pid !== undefined) this.#guard.group(child.pid)
  }

  /** Runs a command to its end, with `input` on its standard input. Throws with what it said when it fails. */
  async execute(command: string, args: string[], run: Run & { input?: string } = {}): Promise<string> {
    const running = promisify(execFile)(command, args, { ...surroundings(run), timeout: START_MS })
    // a command that ends without reading its input says so by its exit code
    running.child.stdin?.on('error', () => {})
    running.child.stdin?.end(run.input)
    return (await running).stdout
  }

  /** Waits until every port accepts on every host. Stops everything and throws, with the log, when one never does. */
  async listening(hosts: readonly string[], ports: readonly number[]): Promise<void> {
    const end = Date.now() + START_MS
    for (const port of ports) {
      for (const host of hosts) {
        while (!(await accepts(host, port))) {
          const dead = this.#children.find(ended)
          if (!dead && Date.now() < end) {
            await sleep(10)
            continue
          }
          const why = dead ? `${dead.spawnfile} ended by itself` : `nothing listens on ${host}:${port}`
          await this.stop()
          throw new Error(`${basename(this.folder)} did not start: ${why}\n${this.log()}`)
        }
      }
    }
  }

  /** What every launcher returns, once its server is listening. */
  running<Port extends string>(
    hosts: readonly string[],
    ports: Record<Port, number>,
    certificates: Certificates,
  ): Running<Port> {
    return {
      host: '127.0.0.1',
      hosts,
      ports,
      users,
      certificates,
      caFile: this.write('ca.pem', certificates.ca),
      log: () => this.log(),
      stop: () => this.stop(),
    }
  }

  #removeAtStop(path: string): void {
    this.#remove.push(path)
    this.#guard.remove(path)
  }

  log(): string {
    return this.#lastWords ?? this.#logs.map(readIfThere).join('')
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    if (this.#lastWords !== undefined) return
    await this.#beforeStop().catch(() => {})
    const leaders = this.#children.flatMap((child) => child.pid ?? [])
    const sessions = leaders.flatMap(descendants)
    for (const leader of leaders) signal(leader, 'SIGTERM')
    const end = Date.now() + STOP_MS
    while (!this.#children.every(ended) && Date.now() < end) await sleep(10)
    for (const child of this.#children) if (child.pid !== undefined) signal(-child.pid, 'SIGKILL')
    for (const session of sessions.filter(runs)) signal(session.pid, 'SIGKILL')
    while (!this.#children.every(ended) || sessions.some(runs)) await sleep(10)
    this.#lastWords = this.log()
    for (const path of this.#remove) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
    this.#guard.dismiss()
  }
}

/** A clean environment: nothing of the developer's own reaches a server. */
const surroundings = ({ cwd = '/', as, env = {} }: Run) => ({
  cwd,
  env: { PATH, LC_ALL: 'C.UTF-8', ...env },
  ...(as && isRoot() ? { uid: as.uid, gid: as.gid } : {}),
})

/** A process that never started has no pid and will send no exit. */
const ended = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** os.tmpdir(), unless somebody has made it private: the servers' own users have to get through. */
const traversableTmp = (): string => {
  for (let folder = tmpdir(); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return '/tmp'
    if (folder === dirname(folder)) return tmpdir()
  }
}
