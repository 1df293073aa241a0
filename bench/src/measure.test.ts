import { expect, test } from 'vitest'
import { countsOf, measure, python } from './measure.ts'

/** The unit tests run on machines that have nothing but Node; there `measure` has to say what it needs. */
const pythonMissing = ((): boolean => {
  try {
    return python() === ''
  } catch {
    return true
  }
})()

const take = (source: string, timeout?: number) => measure([process.execPath, '-e', source], {}, timeout)
const needsPython = (source: string) => expect(take(source)).rejects.toThrow('a benchmark needs python3')

test('the counts are the last line printed', () => {
  expect(countsOf('hello\n{"items":300,"octets":2457600}\n')).toEqual({ items: 300, octets: 2457600 })
  for (const out of ['', 'hello\n', '{"items":"300"}\n', '{"items":1}\nbye\n', 'null']) {
    expect(() => countsOf(out)).toThrow('the last line is no object of numbers')
  }
})

test('CPU and memory are those of the command, whatever it is', async () => {
  const quiet = 'console.log("{}")'
  if (pythonMissing) return needsPython(quiet)
  const idle = await take(quiet)
  const busy = await take(
    'const held = Buffer.alloc(200e6, 1); while (process.cpuUsage().user < 3e5); console.log(JSON.stringify({ held: held.length }))',
  )
  expect(busy.counts).toEqual({ held: 200e6 })
  expect(busy.cpu).toBeGreaterThan(300)
  expect(busy.rss - idle.rss).toBeGreaterThan(150e6)
})

test('a command that fails says how and why', async () => {
  const failing = 'console.error("no such mailbox"); process.exit(3)'
  if (pythonMissing) return needsPython(failing)
  await expect(take(failing)).rejects.toThrow('ended with 3\nno such mailbox')
})

test('a command that never ends is killed', async () => {
  const waiting = 'setInterval(() => {}, 1000)'
  if (pythonMissing) return needsPython(waiting)
  await expect(take(waiting, 300)).rejects.toThrow('had not ended after 300 ms')
})
