import { expect, test } from 'vitest'
import { type Clock, DelayLine } from './delay-line.ts'

/** A clock that moves when told to. */
const handClock = (): Clock & { pass(milliseconds: number): void } => {
  let time = 0
  const calls = new Set<{ at: number; action: () => void }>()
  return {
    now: () => time,
    after: (delay, action) => {
      const call = { at: time + delay, action }
      calls.add(call)
      return () => calls.delete(call)
    },
    pass: (milliseconds) => {
      time += milliseconds
      for (const call of [...calls].filter((each) => each.at <= time)) {
        calls.delete(call)
        call.action()
      }
    },
  }
}

const line = (delay: number) => {
  const clock = handClock()
  const arrived: string[] = []
  return { clock, arrived, line: new DelayLine<string>((item) => arrived.push(item), delay, clock) }
}

test('every item is held back for the same time', () => {
  const { clock, arrived, line: wire } = line(10)
  wire.push('a')
  clock.pass(4)
  wire.push('b')
  clock.pass(5)
  expect(arrived).toEqual([])
  clock.pass(1)
  expect(arrived).toEqual(['a'])
  clock.pass(4)
  expect(arrived).toEqual(['a', 'b'])
})

test('an item may start its way later than now', () => {
  const { clock, arrived, line: wire } = line(10)
  wire.push('handshake', 20)
  wire.push('data', 20)
  clock.pass(29)
  expect(arrived).toEqual([])
  clock.pass(1)
  expect(arrived).toEqual(['handshake', 'data'])
})

test('a stopped line keeps order and catches up when it goes on', () => {
  const { clock, arrived, line: wire } = line(10)
  wire.push('a')
  wire.stop()
  clock.pass(10)
  wire.push('b')
  clock.pass(10)
  expect(arrived).toEqual([])
  wire.go()
  expect(arrived).toEqual(['a', 'b'])
})

test('a timer that fires too early is asked again', () => {
  const { clock, arrived, line: wire } = line(10)
  const early: Clock = { now: clock.now, after: (delay, action) => clock.after(delay - 1, action) }
  const hasty = new DelayLine<string>((item) => arrived.push(item), 10, early)
  hasty.push('a')
  clock.pass(9)
  expect(arrived).toEqual([])
  clock.pass(1)
  expect(arrived).toEqual(['a'])
  wire.clear()
})

test('without a delay an item arrives at once, and a cleared line delivers nothing', () => {
  const near = line(0)
  near.line.push('a')
  expect(near.arrived).toEqual(['a'])
  const far = line(10)
  far.line.push('a')
  far.line.clear()
  far.clock.pass(20)
  expect(far.arrived).toEqual([])
})
