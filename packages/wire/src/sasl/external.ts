import { authorizationId } from './credential.ts'
import { SaslError, type SaslMechanism } from './mechanism.ts'

/** Who to act as. */
export interface ExternalOptions {
  /** Empty or absent: whoever the server takes the certificate's owner to be. */
  authzid?: string | undefined
}

/** The server knows the client already, by its TLS certificate; the response is the authorization identity. RFC 4422 appendix A */
export const external = ({ authzid }: ExternalOptions = {}): SaslMechanism => ({
  name: 'EXTERNAL',
  initial: () => Buffer.from(authorizationId(authzid)),
  next() {
    throw new SaslError('EXTERNAL: the server sent a challenge, but the mechanism has none')
  },
})
