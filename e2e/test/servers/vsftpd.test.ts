import { describeServer } from '../../src/describe-server.ts'
import { ftpSuite } from './ftp-suite.ts'

describeServer('vsftpd', 'answers curl', ftpSuite, { with: ['curl'] })
