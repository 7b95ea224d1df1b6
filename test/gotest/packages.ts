/** Which packages' tests are run, and which tests are not counted, each with its reason. */

/** The flags of a package's tests in a version, in both tools. */
export function flagsOf(name: string, version: string): readonly string[] {
  const short = shortened.has(name) ? ['short=true'] : [];
  // Since 1.20 a test of net/http runs itself once for each protocol, and testing can leave some of that out.
  return name === 'net/http' && version !== '1.19' ? [...short, 'skip=/^(https1|h2)$|//^(https1|h2)$'] : short;
}

export const packages = [
  'internal/poll',
  'net',
  'errors',
  'io',
  'context',
  'net/netip',
  'sync',
  'time',
  'net/http',
] as const;
const shortened: ReadonlySet<string> = new Set(['internal/poll', 'net', 'sync', 'time', 'net/http']);

export const versions = ['1.19', '1.27'];

const tls = 'asks for TLS, which is refused by name';
const restarts = 'starts its own binary again';

/** Tests that ask for what is not asked of Netwalk, by package: they are not run here. */
const excluded: Readonly<Record<string, readonly [RegExp, string][]>> = {
  net: [[/^TestSplice$/, `${restarts}, as the other end of the connection`]],
  'net/netip': [[/^TestInlining$/, 'starts a go command']],
  sync: [[/^(TestMutexMisuse|TestIssue76126)$/, restarts]],
  'net/http': [
    [/_h2$/, tls],
    // In 1.27 these have no other protocol.
    [
      /^Test(TLS(ServerRejectHTTPRequests|Server|HandshakeTimeout|HandshakeTrace|ServerClosesConnection)|Issue61474|TransportDecrementConnWhenIdleConnRemoved|DontCacheBrokenHTTP2Conn|IdleConnH2Crash|TransportEventTraceTLSVerify|TransportDialTLS(Context)?|ServerTLSNextProtos|BidiStreamReverseProxy|TransportDiscardsUnneededConns|ResponseSetsTLSConnectionState|TransportUsesTLSConfigServerName|ClientWith(Inc|C)orrectTLSServerName|ClientInsecureTransport)$/,
      tls,
    ],
    [/^(TestOmitHTTP2|TestOmitHTTP2Vet|TestCmdGoNoHTTPServer)$/, 'starts a go command'],
    // What compares HTTP/1 with HTTP/2, and what needs a certificate.
    [
      /^Test(H12_|H2_|AutomaticHTTP2_)|^Test(ServeTLS|TransportBodyAltRewind|NextProtoUpgrade|Issue58237|OnProxyConnectResponse|NoCrashReturningTransportAltConn|TransportServerProtocols)$/,
      tls,
    ],
  ],
};

const collected = 'waits until an object is collected, and finalizers do not run';

/** Tests that cannot pass here, by version: they count as failed without being run. */
const failing: Readonly<Record<string, readonly [RegExp, string][]>> = {
  '1.19 net/http': [[/^TestTransportGCRequest/, collected]],
  '1.27 net/http': [
    [/^TestTransportGCRequest$/, collected],
    [
      /^Test(ClientConn(Reserve(All|AndConsume|Parallel|Release)|RoundTripBlocks)|ClientServerTLSConnWrapper|HTTP1TransportTest|NewClientServerTest|RequestWriteTransport|Server(CONNECT(Failure|Success)|ConnectionReuse|HTTP2Disabled|KeepAlivesEnabled|MaxBytesHeaderRace|ReadHeaderTimeoutIsCleared|RequestBodyCloseAfterPartialRead|ShutdownStateNew|UnencryptedHTTP2HeaderTimeout)|Transport(CONNECTRejected|GzipConcurrentCloseAndRead|IdleConnRacesRequest|NotReadToEndConnectionReuse|RemovesConnsAfter(Broken|Idle)|ResponseBodyDrain(DropsTrailers|ReadAndClose)|Pool(CancelRequest(ReusesConn|WithDisableKeepAlives)|ClosesConnsPastMaxIdleConnsPerHost|ConnCannotReuseConnectionInUse|ConnConnectionBecomesAvailableDuringDial|ConnHTTP2(Startup|StrictMaxConcurrentRequests)|ConnReusePriorConnection|ConnectionBroken|DisableKeepAlives|MaxIdleConnsPerHostHTTP2)))$/,
      'uses testing/synctest, which is refused by name',
    ],
  ],
};

export function failure(name: string, version: string, test: string): string | undefined {
  return failing[`${version} ${name}`]?.find(([pattern]) => pattern.test(test))?.[1];
}

/** What a program is told that asks for TLS. */
export const refusal = 'netwalk: TLS (https) is not supported';

/** Why a test is not counted, if so: because of its name, or of what it said as it failed here. */
export function exclusion(name: string, test: string, reason = ''): string | undefined {
  return excluded[name]?.find(([pattern]) => pattern.test(test))?.[1] ?? (reason.includes(refusal) ? tls : undefined);
}
