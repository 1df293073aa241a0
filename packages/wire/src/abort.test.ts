import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { onAbort } from './abort.ts'

test('a signal that many share has one listener, and none when all have gone', () => {
  const { signal } = new AbortController()
  const stops = Array.from({ length: 100 }, () => onAbort(signal, () => {}))
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  for (const stop of stops) stop()
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

test('everybody who waits hears of it once, and nobody who has stopped', () => {
  const controller = new AbortController()
  const heard: string[] = []
  onAbort(controller.signal, () => heard.push('first'))
  onAbort(controller.signal, () => heard.push('second'))()
  const stop = onAbort(controller.signal, () => heard.push('third'))
  controller.abort()
  controller.abort()
  stop()
  expect(heard).toEqual(['first', 'third'])
})

test('who stops while it is told to the others does no harm', () => {
  const controller = new AbortController()
  const heard: string[] = []
  let stop = (): void => {}
  onAbort(controller.signal, () => {
    heard.push('first')
    stop()
  })
  stop = onAbort(controller.signal, () => heard.push('second'))
  controller.abort()
  expect(heard).toEqual(['first', 'second'])
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
})
