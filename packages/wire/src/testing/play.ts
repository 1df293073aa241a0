import type { Body } from '../body.ts'
import type { Beside, Command, Output, Talk } from '../command.ts'
import { nameOf } from '../conversation.ts'
// from index.ts on purpose: see proxy.ts
import { Engine, type EngineOptions } from '../index.ts'
import { Input } from '../input.ts'
import { inOrder } from '../route.ts'
import { type MemoryTransport, memoryTransport } from './memory-transport.ts'
import { lineOctets, serverOctets, transcript } from './transcript.ts'

/**
 * Plays a command against what the server says, without an engine: `play(stat(), 'S: +OK 2 320')`.
 * Returns the command's value or throws what it throws. For commands that wait for nothing but octets.
 */
export function play<T>(command: Command<T>, text: string): T {
  const [first] = transcript(text)
  if (first?.from === 'client' && first.text !== command.line) {
    throw new Error(
      `the command sends ${JSON.stringify(command.line)}, the transcript says ${JSON.stringify(first.text)}`,
    )
  }
  const input = new Input()
  input.push(serverOctets(text))
  const script = command.talk(onlyInput(input, nameOf(command)))
  const step = script.next()
  if (!step.done) throw new Error('the reply is not complete, or the command waits for something else: use converse()')
  if (input.length > 0) throw new Error(`${input.length} octets of the transcript were not read`)
  return step.value
}

function onlyInput(input: Input, name: string): Talk & Beside {
  const never = (): never => {
    throw new Error('this command does more than read: use converse()')
  }
  const output: Output = { line: never, write: never, send: never }
  return {
    name,
    input,
    output,
    signal: new AbortController().signal,
    body: never as () => Body,
    upgrade: never,
    compress: never,
    release: () => {},
    owed: true,
    contended: false,
    wake: never,
    heardAt: 0,
    interrupt: never,
  }
}

/** One command through a real engine over memory. The transcript's `C:` lines must be what is written, in its order. */
export async function converse<T>(
  command: Command<T>,
  text: string,
  {
    split = (octets: Buffer): Buffer[] => [octets],
    ...options
  }: EngineOptions<Command<unknown>> & {
    split?: (octets: Buffer) => Buffer[]
  } = {},
): Promise<T> {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder, options)
  const result = engine.submit(command) as Promise<T>
  result.catch(() => {}) // the caller hears of it below
  const ended = result.then(
    () => true,
    () => true,
  )
  await follow(transport, text, split, ended)
  return result
}

/** Plays the server's side of a transcript, and checks the client's. */
export async function follow(
  transport: MemoryTransport,
  text: string,
  split: (octets: Buffer) => Buffer[] = (octets) => [octets],
  ended: Promise<unknown> = new Promise(() => {}),
): Promise<void> {
  let expected = ''
  let over = false
  void ended.then(() => {
    over = true
  })
  for (const step of transcript(text)) {
    if (step.data) throw new Error('a data connection is played by faultMatrix() alone')
    if (step.from === 'client') {
      expected += lineOctets(step.text).toString('latin1')
      while (transport.sent.length < expected.length && !over) await Promise.race([transport.written(), ended])
      if (!transport.sent.startsWith(expected)) {
        throw new Error(
          `expected the client to write ${JSON.stringify(expected)}, it wrote ${JSON.stringify(transport.sent)}`,
        )
      }
    } else {
      // what the client does at this moment comes first
      await Promise.resolve()
      await Promise.resolve()
      for (const piece of split(lineOctets(step.text))) transport.say(piece)
    }
  }
}
