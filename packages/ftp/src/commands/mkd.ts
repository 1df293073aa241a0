import type { Command } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import { quotedPath } from '../quoted.ts'
import { completed } from '../reply.ts'

/** Makes a directory; the path is the server's word for it, or what was asked for. RFC 959 §4.1.3, appendix II */
export const mkd = (path: string): Command<string> => ({
  line: `MKD ${pathArgument(path)}`,
  *talk(io) {
    return quotedPath((yield* completed(io)).text) ?? path
  },
})
