import { intoIndex, library } from '../../tsup.base.ts'

export default library(undefined, { onSuccess: async () => intoIndex('dist') })
