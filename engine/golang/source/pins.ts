/** An archive of Go's source, known by its hash: what arrives is this, or it is refused. */
export interface PinnedArchive {
  /** The release that is in it. */
  release: string;
  /** Below the archive's mirror or server. */
  path: string;
  sha256: string;
}

/** Where the copy of one minor version comes from. */
export interface Pins {
  /** Debian's package of the source, below a Debian mirror. */
  debian: PinnedArchive;
  /** Go's own source archive, below the official server. */
  official: PinnedArchive;
}

/** Go's own server for releases. */
export const officialServer = 'https://go.dev/dl/';

/** The versions that can be provided. 1.20 is left out: no distribution that lives has it. */
export const pins: Record<string, Pins> = {
  '1.19': {
    debian: {
      release: '1.19.8',
      path: 'pool/main/g/golang-1.19/golang-1.19-src_1.19.8-2_all.deb',
      sha256: '2dfa82fe4f08f4e0193c532e561af4c91871f5235608f04f2bb8d57bb288df5a',
    },
    official: {
      release: '1.19.13',
      path: 'go1.19.13.src.tar.gz',
      sha256: 'ccf36b53fb0024a017353c3ddb22c1f00bc7a8073c6aac79042da24ee34434d3',
    },
  },
  '1.21': {
    debian: {
      release: '1.21.13',
      path: 'pool/main/g/golang-1.21/golang-1.21-src_1.21.13-1~bpo12+1_all.deb',
      sha256: '6d24ad6efc90ae4097dd090324709ba7b6b05fa132b00d578818c91572b472a8',
    },
    official: {
      release: '1.21.13',
      path: 'go1.21.13.src.tar.gz',
      sha256: '71fb31606a1de48d129d591e8717a63e0c5565ffba09a24ea9f899a13214c34d',
    },
  },
  '1.22': {
    debian: {
      release: '1.22.12',
      path: 'pool/main/g/golang-1.22/golang-1.22-src_1.22.12-3~bpo12+1_all.deb',
      sha256: '99f37c5e8252de17e52360d2d49796f61d545668545708b2cb6a0dc0705e1922',
    },
    official: {
      release: '1.22.12',
      path: 'go1.22.12.src.tar.gz',
      sha256: '012a7e1f37f362c0918c1dfa3334458ac2da1628c4b9cf4d9ca02db986e17d71',
    },
  },
  '1.23': {
    debian: {
      release: '1.23.5',
      path: 'pool/main/g/golang-1.23/golang-1.23-src_1.23.5-1~bpo12+1_all.deb',
      sha256: 'c425bc2e0bdd215e66c963072ceab22d93694a206a04e5a9a252bfc081dbac7b',
    },
    official: {
      release: '1.23.12',
      path: 'go1.23.12.src.tar.gz',
      sha256: 'e1cce9379a24e895714a412c7ddd157d2614d9edbe83a84449b6e1840b4f1226',
    },
  },
  '1.24': {
    debian: {
      release: '1.24.4',
      path: 'pool/main/g/golang-1.24/golang-1.24-src_1.24.4-1_all.deb',
      sha256: 'c396bc2c2e94606e0a060cff52b9bbbf1d7cefacb040eb3c40a55604111e66e1',
    },
    official: {
      release: '1.24.6',
      path: 'go1.24.6.src.tar.gz',
      sha256: 'e1cb5582aab588668bc04c07de18688070f6b8c9b2aaf361f821e19bd47cfdbd',
    },
  },
  '1.25': {
    debian: {
      release: '1.25.12',
      path: 'pool/main/g/golang-1.25/golang-1.25-src_1.25.12-1~bpo13+1_all.deb',
      sha256: '5e1da616cf21663e27bfdd44267185d9ce9ff0565f65f78c63b029515f2b67e1',
    },
    official: {
      release: '1.25.5',
      path: 'go1.25.5.src.tar.gz',
      sha256: '22a5fd0a91efcd28a1b0537106b9959b2804b61f59c3758b51e8e5429c1a954f',
    },
  },
  '1.26': {
    debian: {
      release: '1.26.11',
      path: 'pool/main/g/golang-1.26/golang-1.26-src_1.26.11-1~bpo13+1_all.deb',
      sha256: '0d416037937624f65adcdb1d667f019dd1f6c181a2013d01b1797c5618379343',
    },
    official: {
      release: '1.26.3',
      path: 'go1.26.3.src.tar.gz',
      sha256: '1c646875d0aa8799133184ed57cf79ff24bdefe8c8820470602a9d3d6d9192b8',
    },
  },
  '1.27': {
    debian: {
      release: '1.27.4',
      path: 'pool/main/g/golang-1.27/golang-1.27-src_1.27.4-1~bpo13+1_all.deb',
      sha256: 'cc5912625aa0a1c22f41ca929684450c92f5add340c358e24df0b2612b3231d7',
    },
    official: {
      release: '1.27.2',
      path: 'go1.27.2.src.tar.gz',
      sha256: '03495da2ba64894d40f5c4992e49454fa78b50690604ff92b6afff5081b76e62',
    },
  },
};
