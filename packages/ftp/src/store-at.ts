import { ReplyError } from '@linewire/wire'
import type { Sent } from './send.ts'
import { TransferError } from './transfer-error.ts'

/**
 * Stores at an offset. Some servers refuse REST, or a STOR behind it, and can append all the same: they are asked to
 * when the offset is where the file ends. A refusal leaves the source alone, so it can go out again.
 */
export async function storeAt(
  offset: number,
  { store, size, append }: { store(): Promise<Sent>; size(): Promise<number>; append(): Promise<Sent> },
): Promise<Sent> {
  try {
    return await store()
  } catch (refusal) {
    // what had begun was no refusal
    if (!(refusal instanceof ReplyError) || refusal instanceof TransferError) throw refusal
    const end = await size().catch(() => undefined)
    if (end !== offset) throw refusal
    return append()
  }
}
