import { intoIndex, library } from '../../tsup.base.ts'

const entries = [
  'src/index.ts',
  'src/cloudflare/index.ts',
  'src/header/index.ts',
  'src/pool/index.ts',
  'src/sasl/index.ts',
  'src/testing/index.ts',
]

export default library(entries, { onSuccess: async () => intoIndex('dist') })
