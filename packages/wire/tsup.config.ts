import { library } from '../../tsup.base.ts'

export default library([
  'src/index.ts',
  'src/cloudflare/index.ts',
  'src/header/index.ts',
  'src/pool/index.ts',
  'src/sasl/index.ts',
  'src/testing/index.ts',
])
