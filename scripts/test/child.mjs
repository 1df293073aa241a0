import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'

// A group of its own for every child: a time limit or a Ctrl-C then ends its children too.
const grouped = process.platform !== 'win32'
const running = new Set()

/** What is kept of a child's output. Failures are at its end. */
const kept = 200_000

const send = (child, signal) => {
  try {
    if (grouped) process.kill(-child.pid, signal)
    else child.kill(signal)
    return true
  } catch {
    return false
  }
}

const groupIsAlive = (child) => grouped && send(child, 0)

/** Waits until no process of the child's group is left; false when some still is after `milliseconds`. */
const groupEnded = async (child, milliseconds) => {
  const end = Date.now() + milliseconds
  while (groupIsAlive(child)) {
    if (Date.now() >= end) return false
    await sleep(50)
  }
  return true
}

/** What a failed child has to say: why it ended, how its output began and how it ended. */
const report = ({ reason, output }) => {
  const lines = stripVTControlCharacters(output).trim().split('\n')
  const shown = lines.length > 60 ? [...lines.slice(0, 20), '…', ...lines.slice(-40)] : lines
  return [reason, ...shown].join('\n')
}

/**
 * Runs a program and resolves with how it ended; never rejects. After `timeout` milliseconds the whole group gets
 * SIGTERM, so that servers can be stopped in order, and SIGKILL 10 s later. Whatever outlives the child is killed and
 * told as `stray`. The output is shown as it comes (`live`), or once, when the child failed.
 */
export const run = (program, args, { cwd, env = {}, timeout, live = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      // reports are read by machines too; undefined takes a variable away
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: grouped,
    })
    let output = ''
    let timedOut = false
    const collect = (stream, out) => {
      stream.setEncoding('utf8')
      stream.on('data', (text) => {
        output = (output + text).slice(-kept)
        if (live) out.write(text)
      })
    }
    collect(child.stdout, process.stdout)
    collect(child.stderr, process.stderr)

    const timer = setTimeout(async () => {
      timedOut = true
      send(child, 'SIGTERM')
      if (!(await groupEnded(child, 10_000))) send(child, 'SIGKILL')
    }, timeout)
    running.add(child)

    const finish = async (code, reason) => {
      clearTimeout(timer)
      const stray = child.pid !== undefined && !(await groupEnded(child, 2_000))
      if (stray) send(child, 'SIGKILL')
      running.delete(child)
      const result = { ok: code === 0 && !timedOut, code, timedOut, stray, output, reason }
      if (timedOut) result.reason = `no end after ${timeout / 1000} s`
      if (!result.ok && !live) process.stdout.write(output)
      resolve({ ...result, report: () => report(result) })
    }
    child.once('error', (error) => finish(null, error.message))
    // 'exit' and not 'close': a stray grandchild that holds the pipe must not hold the run
    child.once('exit', (code, signal) =>
      setImmediate(finish, code, signal ? `ended by ${signal}` : `exit code ${code}`),
    )
  })

/** As `run`, but throws the report of a child that failed. */
export const mustRun = async (program, args, options) => {
  const result = await run(program, args, options)
  if (!result.ok) throw new Error(`${program} ${args.join(' ')}: ${result.report()}`)
  return result
}

/** Ends every child still running: for the signals that end the run itself. */
export const endAll = async () => {
  const children = [...running]
  for (const child of children) send(child, 'SIGTERM')
  await Promise.all(children.map((child) => groupEnded(child, 10_000)))
  for (const child of children) send(child, 'SIGKILL')
}
