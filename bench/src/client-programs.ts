import { fileURLToPath } from 'node:url'
import type { Client } from './harness.ts'
import { python } from './measure.ts'

export const program = (file: string): string => fileURLToPath(new URL(`clients/${file}`, import.meta.url))

/** A client in clients/, run by the Node that runs the harness. Its name is `name`, or the file's without the suffix. */
export const nodeClient = (file: string, options: Partial<Client> = {}): Client => ({
  name: file.replace(/\.mjs$/, ''),
  runtime: 'node',
  command: [process.execPath, program(file)],
  ...options,
})

export const pythonClient = (file: string, options: Partial<Client> = {}): Client => ({
  name: file.replace(/\.py$/, ''),
  runtime: 'python',
  command: [python(), program(file)],
  ...options,
})
