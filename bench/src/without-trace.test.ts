import { expect, test } from 'vitest'
import { withoutTrace } from './without-trace.ts'

const engine = `
    this.input.onLine = (line2) => {
      if (this.trace.wantsLines) this.trace.received(line2, this.#secrets());
    };
    this.#keep();
    if (this.trace.wantsLines) this.trace.sent(line2, secret);
    this.#tell(pending, error);
    this.#passOver();
    if (this.#reader === pending) this.#reader = void 0;
    const now = this.trace.wantsExchanges ? performance.now() : 0;
    pending.sentAt = now;
    this.trace.close({ sent: 1, received: 2 }, told);
`
const rest = `
    this.received += chunk.length;
    this.written += Buffer.byteLength(data);
    this.#received += chunk.length;
  engine.trace.connect(facts(transport.secure));
`

test('what the engine does for the trace is taken out of a build, wherever it lies, and nothing else', () => {
  const { a, b } = withoutTrace({ a: engine, b: rest })
  expect(a!.trim()).toBe('this.#keep();')
  expect(b!.trim()).toBe('this.#received += chunk.length;')
})

test('a build that has changed is refused, for it would be compared with itself', () => {
  expect(() => withoutTrace({ a: engine, b: rest.replace('this.written', 'this.wrote') })).toThrow('octets written')
})
