/** `netwalk test` on a folder of one's own; what is expected is what `go test` prints, but for the times. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureGoSource, providedGo } from '../../engine/golang/source/index.ts';
import { inProject } from '../../extension/tools/project.mjs';

const files: Readonly<Record<string, string>> = {
  'go.mod': 'module example.com/own\n\ngo 1.22\n',
  'own.go': 'package own\n\nfunc Double(n int) int { return 2 * n }\n',
  'own_test.go': `package own

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	fmt.Println("before")
	os.Exit(m.Run())
}

func TestDouble(t *testing.T) {
	for _, n := range []int{1, 2} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			if Double(n) == 4 {
				t.Errorf("Double(%d) = %d", 2, Double(2))
			}
		})
	}
	t.Cleanup(func() { t.Log("cleaned") })
}

func TestSkipped(t *testing.T) {
	if text, err := os.ReadFile("testdata/text"); err != nil || string(text) != "data" {
		t.Fatal(string(text), err)
	}
	t.Skip("not today")
}
`,
  'testdata/text': 'data',
  'out_test.go': `package own_test

import (
	"fmt"

	"example.com/own"
)

func ExampleDouble() {
	fmt.Println(own.Double(3))
	// Output: 7
}
`,
  'wrong/wrong_test.go': 'package wrong\n\nimport "testing"\n\nfunc TestWrong(t *testing.T) { missing() }\n',
  'none/none.go': 'package none\n',
};

describe('netwalk test', function () {
  this.timeout(10 * 60_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netwalk-own-'));
  before(async () => {
    await ensureGoSource(['1.27']);
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  const test = (...args: string[]): { text: string; status: number | null } => {
    const { root } = providedGo('1.27');
    const command = [inProject('dist/netwalk.js'), 'test', '--goroot', root, ...args];
    const { stdout, status } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
    return { text: stdout.replace(/\d+\.\d+s/g, 'TIME'), status };
  };

  it('prints what fails, where, and FAIL', () => {
    const { text, status } = test('.', '-run', 'Double');
    assert.equal(
      text,
      `before
--- FAIL: TestDouble (TIME)
    --- FAIL: TestDouble/2 (TIME)
        own_test.go:19: Double(2) = 4
    own_test.go:23: cleaned
--- FAIL: ExampleDouble (TIME)
got:
6
want:
7
FAIL
FAIL\texample.com/own\tTIME
FAIL
`,
    );
    assert.equal(status, 1);
  });

  it('runs in the folder of the package, and shows all with -v', () => {
    const { text, status } = test('.', '-v', '-run=Skipped');
    assert.equal(
      text,
      `before
=== RUN   TestSkipped
    own_test.go:30: not today
--- SKIP: TestSkipped (TIME)
PASS
ok  \texample.com/own\tTIME
`,
    );
    assert.equal(status, 0);
  });

  it('says what does not compile, and which packages have no tests', () => {
    const { text, status } = test('./wrong', './none');
    assert.match(
      text,
      /^# example\.com\/own\/wrong \[example\.com\/own\/wrong\.test\]\nwrong\/wrong_test\.go:5:32: undefined: missing\nFAIL\texample\.com\/own\/wrong \[build failed\]\n/,
    );
    assert.match(text, /\?   \texample\.com\/own\/none\t\[no test files\]\nFAIL\n$/);
    assert.equal(status, 1);
  });
});
