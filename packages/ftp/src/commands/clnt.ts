import { argument, type Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** Who we are, for servers that treat clients differently. No RFC has it; RhinoSoft's Serv-U began with it. */
export const clnt = (name: string): Command<void> => ({
  line: `CLNT ${argument(name, 'the client name')}`,
  *talk(io) {
    yield* completed(io)
  },
})
