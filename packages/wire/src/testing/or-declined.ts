import { ReplyError } from '../errors.ts'

/** What the server declines is an answer as well: the error's message in place of a value. */
export async function orDeclined<T>(call: Promise<T>): Promise<T | string> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ReplyError) return error.message
    throw error
  }
}
