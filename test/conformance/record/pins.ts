/** Debian's packages of the tool chains, below a Debian mirror, which recordings were made with. Their sources are pinned in engine/golang/source. */
export const toolchains: Record<string, { path: string; sha256: string }> = {
  '1.19': {
    path: 'pool/main/g/golang-1.19/golang-1.19-go_1.19.8-2_amd64.deb',
    sha256: '545123039b6c79e75cf2d86528781a825424cf33ce9d3f4513d772d7144cd531',
  },
  '1.21': {
    path: 'pool/main/g/golang-1.21/golang-1.21-go_1.21.13-1~bpo12+1_amd64.deb',
    sha256: '691c304d3cb9240537d5290a346a24dc8415424aa38840fd3eb72c15cbbed9aa',
  },
  '1.22': {
    path: 'pool/main/g/golang-1.22/golang-1.22-go_1.22.12-3~bpo12+1_amd64.deb',
    sha256: '97eb8144e79e4a5f47bc12a4521e7b51d790a9e6ebf96113f63c7742892af9cc',
  },
  '1.23': {
    path: 'pool/main/g/golang-1.23/golang-1.23-go_1.23.5-1~bpo12+1_amd64.deb',
    sha256: '9469e6c2b37fed52b9dea80e5c614a5392790cfac99de4ca6242857a039097ee',
  },
  '1.24': {
    path: 'pool/main/g/golang-1.24/golang-1.24-go_1.24.4-1_amd64.deb',
    sha256: '93c6c109bbc0f1d55523282a16739d10634499c04f6d066a6aa58b67b687a44f',
  },
  '1.25': {
    path: 'pool/main/g/golang-1.25/golang-1.25-go_1.25.12-1~bpo13+1_amd64.deb',
    sha256: 'c4fe1056a483db760344e7f827e0ab9e5d1ee9324a009d7a2175b9ed173b2f26',
  },
  '1.26': {
    path: 'pool/main/g/golang-1.26/golang-1.26-go_1.26.11-1~bpo13+1_amd64.deb',
    sha256: '28d26a25287b537518a83e79357680b87eb6a0d46e83dfdfd413e7caf04409ce',
  },
  '1.27': {
    path: 'pool/main/g/golang-1.27/golang-1.27-go_1.27.4-1~bpo13+1_amd64.deb',
    sha256: '76cf0572e0ca5787a802893a27a8fc92098e57d3116c3af7754f27937c1756aa',
  },
};
