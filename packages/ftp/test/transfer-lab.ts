import { Engine, inOrder, type Reply } from '@linewire/wire'
import { type MemoryTransport, memoryTransport } from '@linewire/wire/testing'
import { DataConnection, type DataTransport } from '../src/data-connection.ts'
import { LookAhead } from '../src/look-ahead.ts'
import type { TransferState } from '../src/transfer.ts'
import { type ModeCode, TransferParameter, type TypeCode } from '../src/transfer-parameter.ts'

export interface TransferLab {
  readonly control: MemoryTransport
  readonly data: MemoryTransport
  readonly engine: Engine
  readonly state: TransferState
  /** what EPSVs that were sent ahead were answered */
  readonly expected: Reply[]
}

/** A control connection and a data connection, both in memory. */
export function transferLab(beat?: number, greeting?: string): TransferLab {
  const control = memoryTransport()
  const data = memoryTransport()
  const transport: DataTransport = Object.assign(data, {
    secured: Promise.resolve(),
    session: undefined,
    sessionReused: false,
    onSession: undefined,
    finish: () => {
      data.write('[end]')
    },
  })
  const expected: Reply[] = []
  const expect = (said: Reply): boolean => {
    expected.push(said)
    return said.code === 229
  }
  const state: TransferState = {
    connections: {
      open: function* () {
        return new DataConnection(transport)
      },
    },
    type: new TransferParameter<TypeCode>('TYPE', 'I'),
    mode: new TransferParameter<ModeCode>('MODE', 'S'),
    digest: new TransferParameter('OPTS HASH'),
    ahead: new LookAhead({ mayExpect: true, expect }, greeting),
    usualMode: 'S',
    together: false,
    announced: false,
    rested: false,
    beat,
    bodyTimeout: 0,
  }
  return { control, engine: new Engine(control, inOrder), state, data, expected }
}

export const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}
