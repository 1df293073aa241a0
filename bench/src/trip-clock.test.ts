import { expect, test } from 'vitest'
import { Journey, TripClock } from './trip-clock.ts'

/** Both ends of a wire on which everything sent arrives when `arrive` says so. */
const wire = () => {
  const clock = new TripClock()
  const up: number[] = []
  const down: number[] = []
  return {
    clock,
    ask: () => up.push(clock.leaveClient()),
    answer: () => down.push(clock.leaveServer()),
    reachServer: () => up.splice(0).forEach((mark) => void clock.reachServer(mark)),
    reachClient: () => down.splice(0).forEach((mark) => void clock.reachClient(mark)),
  }
}

test('connecting is one trip, the greeting ends the second', () => {
  const { clock, answer, reachClient } = wire()
  expect(clock.trips).toBe(1)
  answer()
  reachClient()
  expect(clock.trips).toBe(2)
  expect(clock.flights).toBe(0)
})

test('a client that speaks first has its answer after two trips', () => {
  const { clock, ask, answer, reachServer, reachClient } = wire()
  ask()
  reachServer()
  answer()
  reachClient()
  expect(clock.trips).toBe(2)
  expect(clock.flights).toBe(1)
})

test('questions that wait for each other are a trip each', () => {
  const { clock, ask, answer, reachServer, reachClient } = wire()
  answer()
  reachClient()
  for (let question = 0; question < 300; question += 1) {
    ask()
    reachServer()
    answer()
    reachClient()
  }
  expect(clock.trips).toBe(302)
  expect(clock.flights).toBe(300)
})

test('a hundred commands in one flight are one trip, however many chunks the answer has', () => {
  const { clock, ask, answer, reachServer, reachClient } = wire()
  answer()
  reachClient()
  for (let command = 0; command < 100; command += 1) ask()
  reachServer()
  for (let reply = 0; reply < 100; reply += 1) {
    answer()
    reachClient()
  }
  expect(clock.trips).toBe(3)
  expect(clock.flights).toBe(1)
})

test('a sliding window costs a trip per window, though the client speaks at every reply', () => {
  const { clock, ask, answer, reachServer, reachClient } = wire()
  answer()
  reachClient()
  for (let command = 0; command < 50; command += 1) ask()
  // four windows: all replies of one leave before the commands that they let go arrive
  for (let window = 0; window < 4; window += 1) {
    reachServer()
    for (let reply = 0; reply < 50; reply += 1) {
      answer()
      reachClient()
      ask()
    }
  }
  expect(clock.trips).toBe(2 + 4)
  expect(clock.flights).toBe(1 + 200)
})

test('what nobody waits for is no trip: a farewell without an answer', () => {
  const { clock, ask, answer, reachServer, reachClient } = wire()
  answer()
  reachClient()
  ask()
  reachServer()
  expect(clock.trips).toBe(2)
})

test('connections of one journey are counted as one: EPSV on one, the data on another', () => {
  const journey = new Journey()
  const control = new TripClock(journey)
  control.connectServer()
  control.reachClient(control.leaveServer())
  expect(journey.trips).toBe(2)
  control.reachServer(control.leaveClient())
  control.reachClient(control.leaveServer())
  expect(journey.trips).toBe(3)
  const data = new TripClock(journey)
  expect(data.trips).toBe(4)
  data.connectServer()
  data.reachClient(data.leaveServer())
  expect(journey.trips).toBe(5)
  // the server waits for this end before its last word, on the other connection
  data.reachServer(data.endClient())
  control.reachClient(control.leaveServer())
  expect(journey.trips).toBe(6)
  expect([control.flights, data.flights]).toEqual([1, 0])
})
