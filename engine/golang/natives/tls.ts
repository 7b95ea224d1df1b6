/**
 * crypto/tls is there so that net/http loads; nothing is encrypted. A handshake, a server's as a client's, fails with an error that says so: it
 * reaches the program as any other failed handshake does.
 */
import type { NativeContext, NativeTable } from './native.ts';

const message = 'netwalk: TLS (https) is not supported: use http';

export function tlsNatives(context: NativeContext): NativeTable {
  const error = (): unknown => context.call('errors', 'New')(message);
  return {
    'crypto/tls.(*Conn).handshakeContext': error,
    'net/http.(*Server).ServeTLS': error,
    'net/http.(*Server).ListenAndServeTLS': error,
    'crypto/tls.LoadX509KeyPair': () => [context.type('crypto/tls', 'Certificate').zero(), error()],
    'crypto/tls.X509KeyPair': () => [context.type('crypto/tls', 'Certificate').zero(), error()],
  };
}
