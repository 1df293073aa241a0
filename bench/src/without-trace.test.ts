import { expect, test } from 'vitest'
import { wireSources } from './wire-sources.ts'
import { withoutTrace } from './without-trace.ts'

test('what wire does for the trace is taken out of its sources, and nothing else', () => {
  const sources = wireSources()
  const stripped = withoutTrace(sources)
  expect([...stripped.keys()]).toEqual([...sources.keys()])
  const gone = [...sources].flatMap(([name, text]) => {
    const rest = new Set(stripped.get(name)!.split('\n'))
    return text.split('\n').filter((line) => !rest.has(line))
  })
  expect(gone.map((line) => line.trim().replace(/\(.*/, '(')).sort()).toEqual([
    'const now = this.trace.wantsExchanges ? performance.now(',
    'engine.trace.connect(',
    'if (', // wantsLines, where a line is read
    'if (', // wantsLines, where a command is written
    'if (', // wantsLines, where it says more
    'if (', // whose body it is
    'pending.sentAt = now',
    'this.#passOver(',
    'this.#passOver(',
    'this.#tell(',
    'this.#tell(',
    'this.input.onLine = (',
    'this.received += chunk.length',
    'this.trace.close(',
    'this.written += Buffer.byteLength(',
  ])
})

test('sources that have changed are refused, for they would be compared with themselves', () => {
  const changed = new Map(wireSources())
  changed.set('writer.ts', changed.get('writer.ts')!.replace('this.written +=', 'this.wrote +='))
  expect(() => withoutTrace(changed)).toThrow('octets written')
})
